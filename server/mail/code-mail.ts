import * as v from 'valibot';
import type { ServerKey } from '#server/keys/server-key.ts';
import { openRow, sealRow } from '#server/outbox/seal-row.ts';

/** The JSON with the longest address fits. */
const PADDED_BYTES = 1024;

/** A code mail that waits in the outbox. The code is derived when it is sent. */
const CodeMail = v.strictObject({
  address: v.string(),
  /** base64url. The ask must still have this number and time, or the mail would carry another person's code. */
  claimHash: v.string(),
  n: v.number(),
  askedAt: v.number(),
  /** The language of the page that asked. */
  locale: v.string(),
});
export type CodeMail = v.InferOutput<typeof CodeMail>;

export function sealCodeMail(serverKey: ServerKey, rowId: Uint8Array, mail: CodeMail): Uint8Array {
  return sealRow({ serverKey, rowId, paddedBytes: PADDED_BYTES }, mail);
}

/** @throws Error if the server key is another one, or the row was changed */
export function openCodeMail(
  serverKey: ServerKey,
  row: { readonly id: Uint8Array; readonly sealed: Uint8Array },
): CodeMail {
  return v.parse(CodeMail, openRow(serverKey, row.id, row.sealed));
}
