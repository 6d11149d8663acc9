/** With `dir="auto"`, browsers take seconds to find the direction of a line as long as a whole secret can be. */
const MAX_AUTO_LENGTH = 20_000;

/** A secret has its own direction, whatever the page's is. */
export const directionOf = (text: string): 'auto' | 'ltr' => (text.length > MAX_AUTO_LENGTH ? 'ltr' : 'auto');
