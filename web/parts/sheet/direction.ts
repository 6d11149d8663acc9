/** To find the direction of each line takes a browser seconds where one line is as long as a whole secret may be. */
const MAX_AUTO_LENGTH = 20_000;

/** A secret is read in its own direction, whatever that of the page is. */
export const directionOf = (text: string): 'auto' | 'ltr' => (text.length > MAX_AUTO_LENGTH ? 'ltr' : 'auto');
