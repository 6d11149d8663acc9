/** Something that is wrong with a text, for the person who wrote it. */
export interface Fault {
  /** Such as `words/de/compose.json`. */
  readonly file: string;
  /** The path of the text. Absent if the whole file is meant. */
  readonly key?: string;
  readonly sentence: string;
  /** `missing`: English stands in for it. `broken`: it cannot be compiled. `poor`: it can, but should not be shown. */
  readonly kind: 'missing' | 'broken' | 'poor';
}

export const faultLine = ({ file, key, sentence }: Fault): string =>
  `${file}${key === undefined ? '' : `, ${key}`}: ${sentence}`;

/** Set to `allowed` by `npm run check`, which people run while they work. A release and `npm test` need every text. */
export const INCOMPLETE_WORDS = 'INCOMPLETE_WORDS';

export const mayBeIncomplete = (): boolean => process.env[INCOMPLETE_WORDS] === 'allowed';
