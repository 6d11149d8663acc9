import type { SharePayload } from '#crypto/payload.ts';
import { problemWords } from '#server/config/assignment-problems.ts';
import { readAssignments } from '#server/config/read-assignments.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { choosesCode } from './loader-names.ts';

const OPEN_SHOWS = 'For ten minutes sotto open still shows it here, without using another view.';
const NAME_THEM =
  'Name what you want: sotto run - --only NAME,NAME -- …; within ten minutes this opens again without using another view.';
/** A text of another kind has a fault on nearly every line. */
const MAX_TOLD = 5;

/**
 * The `NAME=value` lines of a secret that has nothing else: what is not taken would be gone.
 * @param only the names that are taken; absent: all
 * @returns in the order of the text
 * @throws Failure for a line that does not follow the grammar, for no lines, for a name in `only` that the text lacks, and
 * for a name that decides what programs load
 */
export function readVariables(
  { text = '', files = [], fields = [] }: Pick<SharePayload, 'text' | 'files' | 'fields'>,
  only?: readonly string[],
): Readonly<Record<string, string>> {
  if (files.length > 0 || fields.length > 0)
    throw new Failure('failed', `The secret has more than NAME=value lines: files, or fields. ${OPEN_SHOWS}`);
  const { assignments, faults } = readAssignments(text);
  if (faults.length > 0) throw new Failure('failed', `${faultsInWords(faults)} ${OPEN_SHOWS}`);
  if (assignments.length === 0) throw new Failure('failed', `The secret has no NAME=value lines. ${OPEN_SHOWS}`);
  const variables = only === undefined ? assignments : assignments.filter(({ name }) => only.includes(name));
  const lacking = (only ?? []).filter((name) => !assignments.some((assignment) => assignment.name === name));
  if (lacking.length > 0)
    throw new Failure('failed', `The secret lacks ${lacking.join(', ')}, which --only names. ${OPEN_SHOWS}`);
  const loader = only === undefined ? variables.find(({ name }) => choosesCode(name)) : undefined;
  if (loader !== undefined)
    throw new Failure('failed', `The secret sets ${loader.name}, which decides what a program loads. ${NAME_THEM}`);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What `--only` was given, each time that it was. @throws Failure for what is no name: known before anything is spent */
export function readOnly(given: readonly string[] | undefined): readonly string[] | undefined {
  const names = given?.flatMap((list) => list.split(',')).map((name) => name.trim());
  if (names?.every((name) => NAME.test(name)) ?? true) return names;
  throw new Failure('misused', '--only takes names of variables, with commas between: --only DATABASE_URL,API_KEY');
}

function faultsInWords(faults: ReturnType<typeof readAssignments>['faults']): string {
  const told = faults
    .slice(0, MAX_TOLD)
    .map(({ line, problem }) => `Line ${line} of the secret ${problemWords[problem]}`);
  const more = faults.length - told.length;
  return [
    ...told,
    ...(more > 0 ? [`${more} more ${more === 1 ? 'line is' : 'lines are'} wrong.`] : []),
    'No command was run.',
  ].join(' ');
}
