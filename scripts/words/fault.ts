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

/** @returns a line for each fault, and one for all that a file lacks if that is much */
export function faultLines(faults: readonly Fault[]): readonly string[] {
  const missing = (file: string) => faults.filter((one) => one.file === file && one.kind === 'missing');
  return faults.flatMap((fault) => {
    const together = fault.kind === 'missing' ? missing(fault.file) : [];
    if (together.length <= FEW) return [faultLine(fault)];
    if (together[0] !== fault) return [];
    const first = together.slice(0, FEW).map(({ key }) => key ?? '');
    return [`${fault.file}: ${together.length} texts are missing: ${first.join(', ')} …`];
  });
}
const FEW = 5;

/** Set to `allowed` by `npm run check`, which people run while they work. A release and `npm test` need every text. */
export const INCOMPLETE_WORDS = 'INCOMPLETE_WORDS';

export const mayBeIncomplete = (): boolean => process.env[INCOMPLETE_WORDS] === 'allowed';
