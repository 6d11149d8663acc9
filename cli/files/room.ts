import { entryBytes, overflowOf } from '#client/payload-room.ts';
import type { Overflow } from '#client/payload-room.ts';
import type { Policy } from '#client/policy.ts';
import type { Field } from '#crypto/payload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { howTextCounts } from '#cli/terminal/explain.ts';
import type { LocalFile } from './local-file.ts';

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

const count = (bytes: number) => bytes.toLocaleString('en');

function namesInWords({ bytes, maxBytes }: Overflow, files: number): string {
  const taken = `The names and sizes of ${count(files)} files take ${count(bytes)} bytes, but only ${count(maxBytes)} fit in one share.`;
  return `${taken} Pack the files into one archive with tar or zip, and send that.`;
}

function textInWords({ bytes, maxBytes }: Overflow): string {
  const taken = `The text is too long: sealed, it takes ${count(bytes)} bytes, but only ${count(maxBytes)} fit.`;
  return `${taken} ${howTextCounts} Send it as a file.`;
}
