import { entryBytes, overflowOf } from '#client/payload-room.ts';
import type { Overflow } from '#client/payload-room.ts';
import type { Policy } from '#client/policy.ts';
import type { Field } from '#crypto/payload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { numberInWords, sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { errors } from '#cli/words/errors.ts';
import type { LocalFile } from './local-file.ts';

const words = errors.sealing;

interface Content {
  readonly text: string;
  readonly files: readonly LocalFile[];
  readonly title?: string | undefined;
  readonly fields?: readonly Field[];
}

/** Checks the size before asking for a password and sealing. @throws Failure that names the exceeded limit */
export function expectRoom({ text, title = '', fields = [], files }: Content, policy: Policy): void {
  const entriesBytes = files.reduce((sum, { entry }) => sum + entryBytes(entry), 0);
  const overflow = overflowOf({ text, title, fields, entriesBytes }, policy.maxSealedBytes);
  if (overflow === undefined) return;
  throw new Failure(
    'misused',
    overflow.what === 'names' ? namesInWords(overflow, files.length) : textInWords(overflow),
  );
}

function namesInWords({ bytes, maxBytes }: Overflow, files: number): string {
  const values = { files: numberInWords(files), bytes: numberInWords(bytes), most: numberInWords(maxBytes) };
  return inWords(words.namesTake, values);
}

function textInWords({ bytes, maxBytes }: Overflow): string {
  const taken = inWords(words.textTakes, { bytes: numberInWords(bytes), most: numberInWords(maxBytes) });
  return sentences(taken, words.howTextCounts, words.sendAsFile);
}
