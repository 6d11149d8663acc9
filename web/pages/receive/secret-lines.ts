import { readAssignments } from '#server/config/read-assignments.ts';
import type { Assignment } from '#server/config/read-assignments.ts';

export type SecretLine = Pick<Assignment, 'name' | 'value'>;

const MAX_LINES = 200;
const MAX_LENGTH = 65_536;

/**
 * The values of a text of NAME=value lines, each as `sotto run` would set it.
 * @returns undefined for any other text: an ambiguous value is not offered
 */
export function secretLines(text: string): readonly SecretLine[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const { assignments, faults } = readAssignments(text);
  const isOffered = faults.length === 0 && assignments.length > 0 && assignments.length <= MAX_LINES;
  return isOffered ? assignments : undefined;
}
