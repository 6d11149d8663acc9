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

/** Loads HPKE: the rest of an inbox is in inbox.ts, without it. */

export interface AnswerToOpen extends Owner, CallOptions {
  /** As the inbox lists it. */
  readonly answer: { readonly id: string; readonly sealedKey?: string | undefined };
  readonly claim: string;
}

/** An answer, opened, and what it takes to fetch its files and to acknowledge it. */
export interface OpenedAnswer extends Holder {
  readonly opened: OpenedShare;
}

/**
 * Opens an answer with the owner key alone. May be repeated with the same claim.
 * @throws CryptoError when the key was not sealed for this request and this answer, or the content is not what was sealed with it
 */
export async function openAnswer(
  api: ReaderApi,
  { ownerKey, answer, claim, signal }: AnswerToOpen,
): Promise<OpenedAnswer> {
  if (answer.sealedKey === undefined) throw new ProtocolError('no key to open');
  const sealedKey = fromBase64url(answer.sealedKey);
  const linkKey = await openAnswerKey(ownerKey, { shareId: idBytes(answer.id), sealedKey });
  const holder = { id: answer.id, linkKey, type: LinkType.share, signal } as const;
  const description = await describe(api, { ...holder, claim });
  // The kind of its key derivation is none, and no password is ever asked for.
  const kdf = () => Promise.reject(new Error('An answer has no password.'));
  const opened = await openShare(api, { ...holder, description, claim, kdf });
  return redacting({ id: answer.id, linkKey, signal, opened }, ['linkKey']);
}

export interface AnswerRead extends Owner, CallOptions {
  readonly answer: Holder;
  readonly claim: string;
}

/** Says that the answer was read: its author sees that, and where the request wants it so, it is deleted now. */
export function acknowledgeAnswer(
  api: ReaderApi,
  { ownerKey, answer, claim, signal }: AnswerRead,
): Promise<AcknowledgeReply> {
  const { linkProof } = linkKeys(idBytes(answer.id), answer.linkKey);
  const { ownerProof } = ownerBody({ ownerKey });
  const body = { linkProof: toBase64url(linkProof), claim, requestOwnerProof: ownerProof };
  return api.acknowledge(answer.id, body, { signal });
}
