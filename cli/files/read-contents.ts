import { Failure } from '#cli/terminal/exit-codes.ts';
import { readFiles } from './read-files.ts';
import type { LocalFile, ReadOptions } from './read-files.ts';
import { readText } from '#cli/terminal/standard-input.ts';
import { askLines } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { prompts } from '#cli/words/prompts.ts';
import { sharing } from '#cli/words/sharing.ts';

export interface SendContents {
  /** Empty if only files are sent. */
  readonly text: string;
  readonly files: readonly LocalFile[];
  /** Printable paths of what was left out because it cannot be sent. */
  readonly skipped: readonly string[];
}

interface Sending extends Asking {
  readonly say: (line: string) => void;
}

/** Reads the named files and folders, and text from standard input for `-` or if nothing is named. @throws Failure */
export async function readContents(
  asking: Sending,
  named: readonly string[],
  options: Pick<ReadOptions, 'maxBytes' | 'skipUnreadable'>,
): Promise<SendContents> {
  const { say, signal } = asking;
  const paths = named.filter((name) => name !== '-');
  const { files, skipped } = await readFiles(paths, { ...options, say, signal });
  const text = paths.length === named.length && named.length > 0 ? '' : await typedOrPiped(asking);
  if (text === '' && files.length === 0) throw nothingToSend(skipped);
  return { text, files, skipped };
}

const nothingToSend = (skipped: readonly string[]) =>
  new Failure('misused', skipped.length > 0 ? sharing.nothingLeftToSend : sharing.nothingToSend);

/** Reads text that a person types until Ctrl+D, or all of a pipe or a file. */
export async function typedOrPiped(asking: Asking): Promise<string> {
  const { world, signal } = asking;
  if (!world.stdin.isTTY) return readText(world.stdin, signal);
  return askLines(asking, prompts.secret);
}
