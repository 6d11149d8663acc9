import { decodeFile } from './decode-file.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import { Interrupted } from '#cli/terminal/interruption.ts';
import { openSource, readToEnd, TooLong } from './open-source.ts';
import { readingFault } from './reading-fault.ts';

const words = files.whole;

/** `other` is a field of an answer. */
export type WhatIsRead = 'password' | 'token' | 'instructions' | 'people' | 'endpoint' | 'code' | 'other';

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * @param what the subject of the message
 * @throws Failure that names the file without showing its text
 */
export async function readTextFile(what: WhatIsRead, file: string): Promise<string> {
  if (file === '') throw new Failure('misused', inWords(words.nameEmpty, { what }));
  const bytes = await readWhole(file).catch((cause: unknown) => {
    if (cause instanceof Interrupted) throw cause;
    const why = cause instanceof TooLong ? files.why.tooLong : readingFault(cause);
    const sentence = inWords(words.unreadable, { what, file, why: why ?? files.why.missing });
    const hasHint = file === '-' && why === undefined;
    throw new Failure('misused', hasHint ? sentences(sentence, words.useDevStdin) : sentence, { cause });
  });
  const decoded = decodeFile(bytes);
  if ('problem' in decoded) throw new Failure('misused', inWords(words.notText, { what, why: decoded.problem(file) }));
  return decoded.text;
}

const readWhole = async (file: string): Promise<Buffer> => readToEnd(await openSource(file), MAX_BYTES);
