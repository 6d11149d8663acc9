import { Failure } from './exit-codes.ts';
import { printableLine } from './printable.ts';
import { readFiles } from './read-files.ts';
import type { LocalFile } from './read-files.ts';
import { readText } from './standard-input.ts';
import { askLines } from './terminal.ts';
import type { Asking } from './terminal.ts';

export interface Contents {
  /** '' beside files: there is none. */
  readonly text: string;
  readonly files: readonly LocalFile[];
}

interface Say {
  readonly say: (line: string) => void;
}

/** What is sent: files and folders, and text from standard input where `-` or nothing at all is named. @throws Failure */
export async function readContents(asking: Asking & Say, named: readonly string[]): Promise<Contents> {
  const paths = named.filter((name) => name !== '-');
  const files = await readFiles(paths, sayLeftOut(asking));
  const text = paths.length === named.length && named.length > 0 ? '' : await typedOrPiped(asking);
  if (text === '' && files.length === 0) throw new Failure('misused', 'There is nothing to send: the text is empty.');
  return { text, files };
}

/** For `readFiles`. */
export const sayLeftOut =
  ({ say }: Say) =>
  (path: string): void =>
    say(`Left out: ${printableLine(path)} is neither a file nor a folder of its own.`);

/** From a person until Ctrl+D; from a pipe or a file exactly. */
export async function typedOrPiped(asking: Asking): Promise<string> {
  const { world, signal } = asking;
  if (!world.stdin.isTTY) return readText(world.stdin, signal);
  return askLines(asking, 'Write or paste the secret. Ctrl+D on an empty line ends it, Ctrl+C gives up.');
}
