import { readAssignments } from '#server/config/read-assignments.ts';
import type { Assignment } from '#server/config/read-assignments.ts';

export type SecretValue = Pick<Assignment, 'name' | 'value'>;

/** A piece of the text. All pieces together are the text, byte for byte. */
export interface Segment {
  readonly text: string;
  /** The value whose line the piece ends with. The line break begins the next piece. */
  readonly value?: SecretValue;
}

export interface SecretLines {
  readonly segments: readonly Segment[];
  readonly count: number;
}

/** The most values with a button of their own: each is a stop for the Tab key. */
export const MAX_BUTTONS = 200;

/**
 * A text of NAME=value lines, cut after each value that `sotto run` would set.
 * @returns undefined for any other text: an ambiguous value is not offered
 */
export function secretLines(text: string): SecretLines | undefined {
  const { assignments, faults } = readAssignments(text);
  if (faults.length > 0 || assignments.length === 0) return undefined;
  const segments: Segment[] = [];
  let [start, line, at] = [0, 1, 0];
  for (const { name, value, lastLine } of assignments.slice(0, MAX_BUTTONS)) {
    for (; line < lastLine; line++) at = text.indexOf('\n', at) + 1;
    const end = endOfLine(text, at);
    segments.push({ text: text.slice(start, end), value: { name, value } });
    start = end;
  }
  return { segments: [...segments, { text: text.slice(start) }], count: assignments.length };
}

/** Before the line break, which may be CRLF. */
function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}
