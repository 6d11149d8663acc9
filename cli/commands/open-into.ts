import type { Call } from './client-command.ts';
import { readForReplacing, replaceFile } from '#cli/files/replace-file.ts';
import type { TextFile } from '#cli/files/replace-file.ts';
import { explainUnfinished } from '#cli/opening/opening.ts';
import type { Opening } from '#cli/opening/opening.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { OPENS_AGAIN } from '#cli/terminal/over-words.ts';
import { confirm } from '#cli/terminal/terminal.ts';
import type { openUsage } from '#cli/usage/open.ts';
import { expectMergeable, mergeAssignments } from './merge-assignments.ts';
import type { Merged } from './merge-assignments.ts';
import { readOnly, readVariables, wordsForFile } from './run-variables.ts';

type OpenCall = Call<typeof openUsage>;

/** The file of `--into`, and the names of `--only`. */
export interface Into {
  readonly file: TextFile;
  readonly only: readonly string[] | undefined;
}

/**
 * Reads the options and the file, before a view is used up.
 * @returns undefined without `--into`
 * @throws Failure
 */
export async function readInto({ values, world }: OpenCall): Promise<Into | undefined> {
  const only = readOnly(values.only);
  if (values.into === undefined) {
    if (only !== undefined) throw new Failure('misused', '--only needs --into: it names the variables to write.');
    return undefined;
  }
  if (values.output !== undefined || values.json)
    throw new Failure('misused', '--into writes variables into a file. It cannot be used with --output or --json.');
  if (!values.yes && !world.stderr.isTTY)
    throw new Failure('misused', 'There is no terminal to ask a question, so --into needs --yes. Nothing was opened.');
  const file = await readForReplacing(values.into);
  expectMergeable(file.text, file.shown);
  return { file, only };
}

/**
 * Merges the variables of the opened text into the file. Shows names only, never values, and asks first.
 * @throws Failure. If the person declines, the claim is kept.
 */
export async function writeInto(call: OpenCall, opening: Opening, { file, only }: Into): Promise<void> {
  const variables = readVariables(opening.opened.payload, only, wordsForFile(file.shown));
  try {
    const merged = mergeAssignments(file.text, variables, file.shown);
    tell(call.say, merged, file);
    if (merged.added.length + merged.changed.length === 0) {
      call.say(`${file.shown} has these values already. It was not changed.`);
      return;
    }
    await expectAgreement(call, opening, file);
    await replaceFile(file, merged.text);
    call.say(`Wrote ${file.shown}. Only you can read it.`);
  } catch (error) {
    throw explainUnfinished(error, opening);
  }
}

function tell(say: OpenCall['say'], { added, changed, kept }: Merged, { shown, found }: TextFile): void {
  say(found === undefined ? `${shown} (a new file):` : `${shown}:`);
  for (const [what, names] of Object.entries({ added, changed, kept }))
    if (names.length > 0) say(`  ${what.padEnd(7)}  ${names.join(', ')}`);
}

/** @throws Failure */
async function expectAgreement(call: OpenCall, { isKept }: Opening, { shown }: TextFile): Promise<void> {
  if (call.values.yes || (await confirm(call, `Write ${shown}?`, false))) return;
  const again = isKept
    ? `${OPENS_AGAIN} Run the same command, or sotto open to see the text.`
    : 'Its link still works.';
  throw new Failure('misused', `Nothing was written. ${again}`);
}
