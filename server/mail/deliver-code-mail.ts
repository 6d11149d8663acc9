import { toHex, fromBase64url } from '#crypto/bytes.ts';
import { claimMark } from '#crypto/claim-mark.ts';
import type { Deps } from '#server/deps.ts';
import { codeOf, gateKeyOf } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import type { Deliver, Delivered } from '#server/outbox/run-outbox.ts';
import { countMail } from '#server/quota/charge-mails.ts';
import type { MailResult } from '#server/quota/charge-mails.ts';
import { CODE_SECONDS, findAsk, moveUntil } from '#server/records/code-ask.ts';
import type { Ask } from '#server/records/code-ask.ts';
import type { ClaimedRow } from '#server/records/outbox-claim.ts';
import { forgetQueuedMail, noteMail } from '#server/records/recipient.ts';
import { findShare, lockShare } from '#server/records/share.ts';
import { openCodeMail } from './code-mail.ts';
import type { CodeMail } from './code-mail.ts';
import type { Relay } from './open-relay.ts';
import type { Sent } from './relay-reply.ts';
import { writeCodeMail } from './write-code-mail.ts';
import type { MailLanguage } from './write-code-mail.ts';

/** Relays that do not know a sender yet often want it to come back after some minutes. */
export const RETRY_SECONDS = [60, 240, 600, 900] as const;
/** A later mail with a code must leave time to enter it. */
const MIN_LIFE_SECONDS = 60;
/** One relay, and people who wait for their mail. */
export const MAILS_AT_ONCE = 8;

/** Never with an address, a code or an id. */
export interface MailEvent {
  readonly outcome: Sent['kind'];
  readonly reason?: string;
  readonly status?: number;
}

export interface CodeMailParts {
  readonly deps: Pick<Deps, 'store' | 'random'>;
  readonly serverKey: ServerKey;
  readonly relay: Relay;
  /** The operator's name for the service. */
  readonly service: string;
  /** @param locale of the page that asked */
  readonly languageFor: (locale: string) => MailLanguage;
  readonly told: (event: MailEvent) => void;
}

/**
 * Mails a code, if its ask is still the one that caused the row: otherwise the mail would carry a code for another
 * person. The code is derived here and stored nowhere.
 */
export function deliverCodeMails(parts: CodeMailParts): Deliver {
  return async (row, signal) => {
    if (row.shareId === null) return { next: 'remove' };
    const mail = openCodeMail(parts.serverKey, row);
    const ask: Ask = { id: row.shareId, claimHash: fromBase64url(mail.claimHash) };
    const current = await currentCode(parts, ask, mail);
    if (current === undefined) return { next: 'remove', record: dropped(ask, mail) };
    const facts = { service: parts.service, mark: claimMark(ask.claimHash), askedAt: mail.askedAt };
    const text = writeCodeMail(parts.languageFor(mail.locale), { ...facts, ...current });
    const sent = await parts.relay.send({ address: mail.address, reference: toHex(row.id), ...text }, signal);
    parts.told(eventOf(sent));
    return settled(sent, row, { ask, mail, deps: parts.deps, lifeSeconds: current.lifeSeconds });
  };
}

/** @returns undefined if the share has ended, or its person, page or code are others by now */
async function currentCode(
  { deps: { store }, serverKey }: CodeMailParts,
  ask: Ask,
  { n, askedAt }: CodeMail,
): Promise<{ readonly code: string; readonly lifeSeconds: number } | undefined> {
  const share = await findShare(store.read, ask.id);
  const found = await findAsk(store.read, ask);
  const now = await store.now();
  if (share === undefined || found?.n !== n || found.askedAt !== askedAt || found.until <= now) return undefined;
  return store.withKey(share, (key) => {
    if (key === undefined) return undefined;
    const code = codeOf(gateKeyOf(serverKey, key), { n, claimHash: ask.claimHash, askedAt });
    return { code, lifeSeconds: found.sends === 1 ? CODE_SECONDS : Math.max(MIN_LIFE_SECONDS, found.until - now) };
  });
}

export function eventOf(sent: Sent): MailEvent {
  const { kind: outcome } = sent;
  if (sent.kind === 'taken') return { outcome };
  return {
    outcome,
    ...(sent.kind === 'failed' && { reason: sent.reason }),
    ...(sent.status !== undefined && { status: sent.status }),
  };
}

interface Case {
  readonly deps: Pick<Deps, 'random'>;
  readonly ask: Ask;
  readonly mail: CodeMail;
  /** How long the code works from now, as the mail says. */
  readonly lifeSeconds: number;
}

function settled(sent: Sent, { tries }: ClaimedRow, one: Case): Delivered {
  const afterSeconds = RETRY_SECONDS[tries - 1];
  if (sent.kind === 'failed' && afterSeconds !== undefined) {
    // The code must outlive the next try.
    const record = note({ ...one, lifeSeconds: afterSeconds + CODE_SECONDS });
    return { next: 'again', afterSeconds, record };
  }
  return { next: 'remove', record: note({ ...one, state: sent.kind === 'taken' ? 'taken' : 'refused' }) };
}

/** Nothing waits for the person any more, so the owner is not told that something does. */
function dropped({ id }: Ask, { n }: CodeMail): NonNullable<Delivered['record']> {
  return async (tx) => {
    if ((await lockShare(tx, id)) !== undefined) await forgetQueuedMail(tx, { id, n });
  };
}

interface Note extends Case {
  readonly state?: MailResult;
}

/** The share's row is locked first, as in every transaction that changes its people. */
function note({ ask, mail, deps, state, lifeSeconds }: Note): NonNullable<Delivered['record']> {
  return async (tx) => {
    const share = await lockShare(tx, ask.id);
    if (state !== undefined) await countMail(tx, deps, state);
    const found = await findAsk(tx, ask);
    if (share === undefined || found?.n !== mail.n || found.askedAt !== mail.askedAt) return;
    if (state !== undefined) await noteMail(tx, { id: ask.id, n: mail.n, mail: state });
    await moveUntil(tx, { ...ask, until: Math.max(found.until, share.now + lifeSeconds) });
  };
}
