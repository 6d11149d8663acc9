/** The chunk that is loaded first. */
export const ENTRY = 'sotto.js';
