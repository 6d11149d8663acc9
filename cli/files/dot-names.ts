import type { FileEntry } from '#crypto/payload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { OPENS_AGAIN } from '#cli/terminal/over-words.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { namesIn } from './save-files.ts';
import { confirm } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';

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
  say('These names begin with a dot. Other programs may follow instructions in such files:');
  for (const name of hidden.slice(0, LISTED)) say(`  ${printablePath(name)}`);
  if (hidden.length > LISTED) say(`  and ${(hidden.length - LISTED).toLocaleString('en')} more`);
  const again = isKept ? ` ${OPENS_AGAIN}` : '';
  const sentence = `Nothing was saved. Choose a folder with -o.${again}`;
  if (!world.stderr.isTTY) throw new Failure('misused', sentence);
  if (!(await confirm(asking, 'Save them here?', false))) throw new Failure('misused', sentence);
}
