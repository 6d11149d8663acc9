const WORD_AT_END = /[\p{L}\p{M}\p{N}_]$/u;
const WORD_AT_START = /^[\p{L}\p{M}\p{N}_]/u;

/** @returns the generated text, with a blank on each side where it would touch a word */
export function spaceGenerated(made: string, beside: { readonly before: string; readonly after: string }): string {
  return (WORD_AT_END.test(beside.before) ? ' ' : '') + made + (WORD_AT_START.test(beside.after) ? ' ' : '');
}
