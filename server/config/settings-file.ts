import { problemWords } from './assignment-problems.ts';
import { readAssignments } from './read-assignments.ts';
import type { Assignment } from './read-assignments.ts';
import { readLinesOf02 } from './read-lines-of-0-2.ts';

export interface SettingsFile {
  readonly assignments: readonly Assignment[];
  /** Sentences that name a line and no value. */
  readonly faults: readonly string[];
}

/** @param file the file's name in the sentences */
export function readSettingsFile(text: string, file: string): SettingsFile {
  const { assignments, faults } = readAssignments(text);
  const before = readLinesOf02(text);
  const isReadAlike = ({ line, value }: Assignment) => (before.get(line) ?? value) === value;
  const changed = assignments
    .filter((assignment) => !isReadAlike(assignment))
    .map(({ line }) => ({ line, problem: 'was read differently by Sotto 0.2. Put the value in single quotes.' }));
  const all = [...faults.map(({ line, problem }) => ({ line, problem: problemWords[problem] })), ...changed].toSorted(
    (a, b) => a.line - b.line,
  );
  return {
    assignments: assignments.filter(isReadAlike),
    faults: all.map(({ line, problem }) => `Line ${line} of ${file} ${problem}`),
  };
}

/** @returns a line that this version and 0.2 read alike; undefined if there is no such form */
export function settingsFileLine(name: string, value: string): string | undefined {
  const forms = [`${name}='${value}'`, `${name}="${value}"`];
  return forms.find((form) => {
    const { assignments, faults } = readSettingsFile(form, '');
    return faults.length === 0 && assignments.length === 1 && assignments[0]?.value === value;
  });
}
