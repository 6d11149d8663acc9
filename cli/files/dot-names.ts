import type { FileEntry } from '#crypto/payload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { namesIn } from './save-files.ts';
import { confirm } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { endings } from '#cli/words/endings.ts';
import { opening } from '#cli/words/opening.ts';
import { prompts } from '#cli/words/prompts.ts';

const words = opening.dotNames;

interface Receiving {
  readonly files: readonly FileEntry[];
  /** The next run can resume this opening. */
  readonly isKept: boolean;
}

const LISTED = 20;

/**
 * A shell or an editor may obey a hidden file in the current folder, such as `.bashrc`, `.ssh` or `.envrc`. If no
 * folder was chosen, shows such names and asks before saving.
 * @throws Failure if the person declines, or nobody can be asked
 */
export async function expectPlainNames(
  asking: Asking & { readonly say: (line: string) => void },
  { files, isKept }: Receiving,
): Promise<void> {
  const hidden = namesIn('.', files).filter((name) => name.startsWith('.'));
  if (hidden.length === 0) return;
  const { world, say } = asking;
  say(words.found);
  for (const name of hidden.slice(0, LISTED)) say(`  ${printablePath(name)}`);
  if (hidden.length > LISTED) say(`  ${inWords(words.more, { count: hidden.length - LISTED })}`);
  const sentence = isKept ? sentences(words.refused, endings.opensAgain) : words.refused;
  if (!world.stderr.isTTY) throw new Failure('misused', sentence);
  if (!(await confirm(asking, prompts.saveHere, false))) throw new Failure('misused', sentence);
}
