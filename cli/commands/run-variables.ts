import type { SharePayload } from '#crypto/payload.ts';
import { problemWords } from '#server/config/assignment-problems.ts';
import { readAssignments } from '#server/config/read-assignments.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { OPENS_AGAIN } from '#cli/terminal/over-words.ts';
import { choosesCode } from './loader-names.ts';

const OPEN_SHOWS = 'For ten minutes you can still read it here with sotto open, without using another view.';

/** How a command uses the variables. */
interface Words {
  /** A sentence: nothing was done. */
  readonly undone: string;
  /** How to name the variables to take. */
  readonly only: string;
}

const wordsForCommand: Words = { undone: 'No command was run.', only: 'sotto run - --only NAME,NAME -- …' };
export const wordsForFile = (shown: string): Words => ({
  undone: 'Nothing was written.',
  only: `sotto open - --into ${shown} --only NAME,NAME`,
});

/** A text that is not a list of variables has an error on nearly every line. */
const MAX_TOLD = 5;

/**
 * Reads the `NAME=value` lines of a secret. Anything else in the secret is an error, because it would be lost.
 * @param only the names to take; absent: all
 * @returns the variables in the order of the text
 * @throws Failure for a line that does not follow the grammar, for a text without lines, for a name in `only` that the
 * text lacks, and for a name that decides what programs load
 */
export function readVariables(
  { text = '', files = [], fields = [] }: Pick<SharePayload, 'text' | 'files' | 'fields'>,
  only?: readonly string[],
  words: Words = wordsForCommand,
): Readonly<Record<string, string>> {
  if (files.length > 0 || fields.length > 0)
    throw new Failure('failed', `The secret contains files or fields, not only NAME=value lines. ${OPEN_SHOWS}`);
  const { assignments, faults } = readAssignments(text);
  if (faults.length > 0) throw new Failure('failed', `${faultsInWords(faults)} ${words.undone} ${OPEN_SHOWS}`);
  if (assignments.length === 0) throw new Failure('failed', `The secret has no NAME=value lines. ${OPEN_SHOWS}`);
  const variables = only === undefined ? assignments : assignments.filter(({ name }) => only.includes(name));
  const lacking = (only ?? []).filter((name) => !assignments.some((assignment) => assignment.name === name));
  if (lacking.length > 0)
    throw new Failure('failed', `The secret does not contain ${lacking.join(', ')}, which --only names. ${OPEN_SHOWS}`);
  const loader = only === undefined ? variables.find(({ name }) => choosesCode(name)) : undefined;
  if (loader !== undefined)
    throw new Failure(
      'failed',
      `The secret sets ${loader.name}, which decides what a program loads. Name the variables that you want: ${words.only}. ${OPENS_AGAIN}`,
    );
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The names of every `--only`. @throws Failure for anything that is not a name, before a view is used up */
export function readOnly(given: readonly string[] | undefined): readonly string[] | undefined {
  const names = given?.flatMap((list) => list.split(',')).map((name) => name.trim());
  if (names?.every((name) => NAME.test(name)) ?? true) return names;
  throw new Failure('misused', '--only takes names of variables, separated by commas: --only DATABASE_URL,API_KEY');
}

function faultsInWords(faults: ReturnType<typeof readAssignments>['faults']): string {
  const told = faults
    .slice(0, MAX_TOLD)
    .map(({ line, problem }) => `Line ${line} of the secret ${problemWords[problem]}`);
  const more = faults.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more ${more === 1 ? 'line is' : 'lines are'} wrong.`] : [])].join(' ');
}
