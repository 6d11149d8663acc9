import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { linkKeys } from '#crypto/keys.ts';
import { LinkType } from '#crypto/link.ts';
import { openAnswerKey } from '#crypto/requests.ts';
import type { AcknowledgeReply } from '#server/shares/wire.ts';
import type { ReaderApi } from './reader-api.ts';
import type { CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';
import { describe, openShare } from './open.ts';
import type { Holder, OpenedShare } from './open.ts';
import { ownerBody } from './owner.ts';
import type { Owner } from './owner.ts';
import { redacting } from './secret.ts';

/** This module loads HPKE. The rest of an inbox is in inbox.ts, which does not. */

export interface AnswerToOpen extends Owner, CallOptions {
  /** The answer's entry in the inbox. */
  readonly answer: { readonly id: string; readonly sealedKey?: string | undefined };
  readonly claim: string;
}

/** An opened answer, with the keys to fetch its files and to acknowledge it. */
export interface OpenedAnswer extends Holder {
  readonly opened: OpenedShare;
}

/**
 * Opens an answer with the owner key alone. Can be repeated with the same claim.
 * @throws CryptoError when the key was not sealed for this request and this answer, or does not match the content
 */
export async function openAnswer(
  api: ReaderApi,
  { ownerKey, answer, claim, signal }: AnswerToOpen,
): Promise<OpenedAnswer> {
  if (answer.sealedKey === undefined) throw new ProtocolError('the answer has no key');
  const sealedKey = fromBase64url(answer.sealedKey);
  const linkKey = await openAnswerKey(ownerKey, { shareId: idBytes(answer.id), sealedKey });
  const holder = { id: answer.id, linkKey, type: LinkType.share, signal } as const;
  const description = await describe(api, { ...holder, claim });
  // The link type requires kdf 0, so this is never called.
  const kdf = () => Promise.reject(new Error('An answer has no password.'));
  const opened = await openShare(api, { ...holder, description, claim, kdf });
  return redacting({ id: answer.id, linkKey, signal, opened }, ['linkKey']);
}

export interface AnswerRead extends Owner, CallOptions {
  readonly answer: Holder;
  readonly claim: string;
}

/** Reports that the answer was read: its author sees that, and the server deletes it now if the request says so. */
export function acknowledgeAnswer(
  api: ReaderApi,
  { ownerKey, answer, claim, signal }: AnswerRead,
): Promise<AcknowledgeReply> {
  const { linkProof } = linkKeys(idBytes(answer.id), answer.linkKey);
  const { ownerProof } = ownerBody({ ownerKey });
  const body = { linkProof: toBase64url(linkProof), claim, requestOwnerProof: ownerProof };
  return api.acknowledge(answer.id, body, { signal });
}
