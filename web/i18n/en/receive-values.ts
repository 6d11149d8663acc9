/** Loaded only for a text of NAME=value lines. */
export const receiveValues = {
  title: (count: number) => (count === 1 ? 'Copy only the value' : `Copy one of the ${count} values`),
  copy: 'Copy value',
  copyFailed: 'This browser blocked copying. Copy the value from the text above with your keyboard.',
} as const;
