import { Failure } from '#cli/terminal/exit-codes.ts';
import { readFiles } from './read-files.ts';
import type { LocalFile, ReadOptions } from './read-files.ts';
import { readText } from '#cli/terminal/standard-input.ts';
import { askLines } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';

export interface Contents {
  /** '' beside files: there is none. */
  readonly text: string;
  readonly files: readonly LocalFile[];
  /** Left out because they cannot be sent, printable. */
  readonly skipped: readonly string[];
}

interface Sending extends Asking {
  readonly say: (line: string) => void;
}

/** What is sent: files and folders, and text from standard input where `-` or nothing at all is named. @throws Failure */
export async function readContents(
  asking: Sending,
  named: readonly string[],
  options: Pick<ReadOptions, 'maxBytes' | 'skipUnreadable'>,
): Promise<Contents> {
  const { say, signal } = asking;
  const paths = named.filter((name) => name !== '-');
  const { files, skipped } = await readFiles(paths, { ...options, say, signal });
  const text = paths.length === named.length && named.length > 0 ? '' : await typedOrPiped(asking);
  if (text === '' && files.length === 0) throw nothingToSend(skipped);
  return { text, files, skipped };
}

const nothingToSend = (skipped: readonly string[]) =>
  new Failure(
    'misused',
    `There is nothing to send: ${skipped.length > 0 ? 'everything was left out' : 'the text is empty'}.`,
  );

/** From a person until Ctrl+D; from a pipe or a file exactly. */
export async function typedOrPiped(asking: Asking): Promise<string> {
  const { world, signal } = asking;
  if (!world.stdin.isTTY) return readText(world.stdin, signal);
  return askLines(asking, 'Write or paste the secret. Ctrl+D on an empty line ends it, Ctrl+C gives up.');
}
