import type { SharePayload } from '#crypto/payload.ts';
import { readAssignments } from '#server/config/read-assignments.ts';
import type { LineProblem } from '#server/config/read-assignments.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { listed, sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { endings } from '#cli/words/endings.ts';
import { program } from '#cli/words/program.ts';
import { variables as words } from '#cli/words/variables.ts';
import { choosesCode } from './loader-names.ts';

/** How a command uses the variables. */
interface Use {
  /** A sentence: nothing was done. */
  readonly undone: () => string;
  /** How to name the variables to take. */
  readonly only: string;
}

const useByCommand: Use = { undone: () => words.noCommandRun, only: 'sotto run - --only NAME,NAME -- …' };
export const useByFile = (shown: string): Use => ({
  undone: () => words.nothingWritten,
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
  use: Use = useByCommand,
): Readonly<Record<string, string>> {
  if (files.length > 0 || fields.length > 0)
    throw new Failure('failed', sentences(words.notOnlyVariables, words.openShows));
  const { assignments, faults } = readAssignments(text);
  if (faults.length > 0) throw new Failure('failed', sentences(faultsInWords(faults), use.undone(), words.openShows));
  if (assignments.length === 0) throw new Failure('failed', sentences(words.noVariables, words.openShows));
  const variables = only === undefined ? assignments : assignments.filter(({ name }) => only.includes(name));
  const lacking = (only ?? []).filter((name) => !assignments.some((assignment) => assignment.name === name));
  if (lacking.length > 0)
    throw new Failure('failed', sentences(inWords(words.lacking, { names: listed(lacking) }), words.openShows));
  const loader = only === undefined ? variables.find(({ name }) => choosesCode(name)) : undefined;
  if (loader !== undefined)
    throw new Failure(
      'failed',
      sentences(inWords(words.loader, { name: loader.name, use: use.only }), endings.opensAgain),
    );
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The names of every `--only`. @throws Failure for anything that is not a name, before a view is used up */
export function readOnly(given: readonly string[] | undefined): readonly string[] | undefined {
  const names = given?.flatMap((list) => list.split(',')).map((name) => name.trim());
  if (names?.every((name) => NAME.test(name)) ?? true) return names;
  throw new Failure('misused', program.option.only);
}

function faultsInWords(faults: ReturnType<typeof readAssignments>['faults']): string {
  const told = faults
    .slice(0, MAX_TOLD)
    .map(({ line, problem }) => lineInWords(problem, { where: 'secret', line: String(line) }));
  const more = faults.length - told.length;
  return sentences(...told, ...(more > 0 ? [inWords(words.moreLines, { count: more })] : []));
}

interface Where {
  /** `named`: the line sets `name`. */
  readonly where: 'secret' | 'named' | 'other';
  readonly line: string;
  readonly file?: string;
  readonly name?: string;
}

/** Says what is wrong with a line of the secret or of a file. Never quotes the text, which may be secret. */
export const lineInWords = (problem: LineProblem, { file = '', name = '', ...where }: Where): string =>
  inWords(words.line[problem], { ...where, file, name });
