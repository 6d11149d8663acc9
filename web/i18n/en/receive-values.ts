/** Loaded only for a text of NAME=value lines. */
export const receiveValues = {
  copyFailed: (name: string) =>
    `This browser blocked copying. Select the value of ${name} in the text, and copy it with your keyboard.`,
  limited: (most: number, count: number) =>
    `The first ${most} of ${count.toLocaleString('en')} values have a copy button. For the others, copy or save the whole text.`,
} as const;
