import { fstatSync } from 'node:fs';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { program } from '#cli/words/program.ts';
import { variables as words } from '#cli/words/variables.ts';
import type { World } from '#cli/world.ts';
import { listForms } from './list-forms.ts';
import { maskerOf } from './mask-output.ts';
import type { CommandToRun, Variables } from './start-command.ts';

interface Choice {
  readonly mask?: boolean | undefined;
  readonly 'no-mask'?: boolean | undefined;
}

/** @throws Failure, before a view is used up */
export function expectOneChoice({ mask, 'no-mask': noMask }: Choice): void {
  if (mask && noMask) throw new Failure('misused', program.option.maskAndNoMask);
}

/**
 * Which outputs of a command are masked. Without an option, only a pipe in CI is: it is kept as a log. A file or a
 * terminal gets exact bytes.
 * @param say gets a warning if not every form of the values fits into memory
 */
export function chooseMasking(
  { world, values: { mask, 'no-mask': noMask }, say }: Masking,
  variables: Variables,
): CommandToRun['masks'] {
  const isMasked = (stream: Output) => !noMask && (mask ?? (isCi(world.env) && isPipe(stream)));
  const [stdout, stderr] = [isMasked(world.stdout), isMasked(world.stderr)];
  if (!stdout && !stderr) return {};
  const { forms, isComplete } = listForms(Object.values(variables));
  if (!isComplete) say(`sotto: ${words.run.masksIncomplete}`);
  const masker = maskerOf(forms);
  return { ...(stdout && { stdout: masker() }), ...(stderr && { stderr: masker() }) };
}

interface Masking {
  readonly world: World;
  readonly values: Choice;
  readonly say: (line: string) => void;
}

type Output = NodeJS.WriteStream & { readonly fd?: unknown };

/** CI systems set it to `true`, some to `1` or a name. */
const isCi = ({ CI: ci = '' }: World['env']): boolean => !['', 'false', '0'].includes(ci.toLowerCase());

/** A socket counts as one: some runners use them. */
function isPipe({ fd }: Output): boolean {
  if (typeof fd !== 'number') return false;
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}
