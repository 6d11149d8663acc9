import type { Call } from './client-command.ts';
import { readForReplacing, replaceFile } from '#cli/files/replace-file.ts';
import type { TextFile } from '#cli/files/replace-file.ts';
import { explainUnfinished } from '#cli/opening/opening.ts';
import type { Opening } from '#cli/opening/opening.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { columnsOf, padColumns } from '#cli/terminal/lay-out-text.ts';
import { listed, sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { endings } from '#cli/words/endings.ts';
import { program } from '#cli/words/program.ts';
import { prompts } from '#cli/words/prompts.ts';
import { variables } from '#cli/words/variables.ts';
import { confirm } from '#cli/terminal/terminal.ts';
import type { openUsage } from '#cli/usage/open.ts';
import { expectMergeable, mergeAssignments } from './merge-assignments.ts';
import type { Merged } from './merge-assignments.ts';
import { readOnly, readVariables, useByFile } from './run-variables.ts';

const words = variables.into;

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
    if (only !== undefined) throw new Failure('misused', program.option.onlyWithoutInto);
    return undefined;
  }
  if (values.output !== undefined || values.json) throw new Failure('misused', program.option.intoAlone);
  if (!values.yes && !world.stderr.isTTY) throw new Failure('misused', program.option.intoNeedsYes);
  const file = await readForReplacing(values.into);
  expectMergeable(file.text, file.shown);
  return { file, only };
}

/**
 * Merges the variables of the opened text into the file. Shows names only, never values, and asks first.
 * @throws Failure. If the person declines, the claim is kept.
 */
export async function writeInto(call: OpenCall, opening: Opening, { file, only }: Into): Promise<void> {
  const variables = readVariables(opening.opened.payload, only, useByFile(file.shown));
  try {
    const merged = mergeAssignments(file.text, variables, file.shown);
    tell(call.say, merged, file);
    if (merged.added.length + merged.changed.length === 0) {
      call.say(inWords(words.same, { file: file.shown }));
      return;
    }
    await expectAgreement(call, opening, file);
    await replaceFile(file, merged.text);
    call.say(inWords(words.wrote, { file: file.shown }));
  } catch (error) {
    throw explainUnfinished(error, opening);
  }
}

function tell(say: OpenCall['say'], { added, changed, kept }: Merged, { shown, found }: TextFile): void {
  say(inWords(found === undefined ? words.newFile : words.file, { file: shown }));
  const rows = [
    [words.added, added],
    [words.changed, changed],
    [words.kept, kept],
  ] as const;
  const width = Math.max(...rows.map(([what]) => columnsOf(what)));
  for (const [what, names] of rows) if (names.length > 0) say(`  ${padColumns(what, width)}  ${listed(names)}`);
}

/** @throws Failure */
async function expectAgreement(call: OpenCall, { isKept }: Opening, { shown }: TextFile): Promise<void> {
  if (call.values.yes || (await confirm(call, inWords(prompts.write, { file: shown }), false))) return;
  const again = isKept ? sentences(endings.opensAgain, words.againHow) : words.linkWorks;
  throw new Failure('misused', sentences(words.declined, again));
}
