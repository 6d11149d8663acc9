import { decodeFile } from './decode-file.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { Interrupted } from '#cli/terminal/interruption.ts';
import { openSource, readToEnd, TooLong } from './open-source.ts';
import { readingFault } from './reading-fault.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * @param what the subject of the message, such as "The password".
 * @throws Failure that names the file without showing its text
 */
export async function readTextFile(what: string, file: string): Promise<string> {
  if (file === '')
    throw new Failure(
      'misused',
      `${what} cannot be read because the file name is empty. Perhaps a variable is not set.`,
    );
  const bytes = await readWhole(file).catch((cause: unknown) => {
    if (cause instanceof Interrupted) throw cause;
    const why = cause instanceof TooLong ? 'it is too long, perhaps endless' : readingFault(cause);
    const hint = file === '-' && why === undefined ? ' To use standard input, write /dev/stdin.' : '';
    throw new Failure('misused', `${what} cannot be read from ${file}: ${why ?? 'it does not exist'}.${hint}`, {
      cause,
    });
  });
  const decoded = decodeFile(bytes);
  if ('problem' in decoded) throw new Failure('misused', `${what} cannot be read: ${file} ${decoded.problem}`);
  return decoded.text;
}

const readWhole = async (file: string): Promise<Buffer> => readToEnd(await openSource(file), MAX_BYTES);
