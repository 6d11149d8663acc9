/** Loaded with the values of a text alone. */
export const receiveValues = {
  title: (count: number) => (count === 1 ? 'Copy its value alone' : `Copy one of its ${count} values`),
  copy: 'Copy value',
  copyFailed: 'This browser refused. Copy it from the text above, with your keyboard.',
} as const;
