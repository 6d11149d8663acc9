import type { InferOutput } from 'valibot';
import { readAddress } from '#crypto/address.ts';
import { equalBytes, toBase64url } from '#crypto/bytes.ts';
import { hasGate } from '#crypto/gates.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { gateKeyOf, recipientTag } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { sealCodeMail } from '#server/mail/code-mail.ts';
import { announceCodesUsedUp } from '#server/records/announce.ts';
import { CODE_SECONDS, CODE_SENDS, putAsk } from '#server/records/code-ask.ts';
import type { CodeAskRow } from '#server/records/code-ask.ts';
import { addExtraAsk } from '#server/records/gate.ts';
import type { GateRow } from '#server/records/gate.ts';
import { lockGatedShare } from '#server/records/gated-share.ts';
import { putInOutbox } from '#server/records/outbox.ts';
import { readSecret, requireProof } from '#server/records/proof.ts';
import { chargeMail } from '#server/quota/charge-mails.ts';
import { countAsk, findRecipients, OWN_ASKS } from '#server/records/recipient.ts';
import type { RecipientRow } from '#server/records/recipient.ts';
import type { ShareRow } from '#server/records/share.ts';
import { mayOpen, stateOf } from '#server/records/state.ts';
import type { CodeBody, CodeReply } from '#server/people/wire.ts';

/** Seconds after which a page may ask for another mail. */
const AGAIN_SECONDS = 60;
/** Code mails of all people of a share together, beyond their own, and how often one more is added. */
const EXTRA_ASKS = 10;
const EXTRA_EVERY_SECONDS = 43_200;

/**
 * Has a code mailed to a named person. For every address of the right form it does the same, writes rows of the same
 * size and replies alike: the reply does not say whether the address is named, or whether a mail is sent.
 * @throws AppError `malformed`, `not-found`
 */
export async function askCode(
  deps: Deps,
  id: Uint8Array,
  { linkProof, address: text, claimHash, locale }: InferOutput<typeof CodeBody>,
): Promise<InferOutput<typeof CodeReply>> {
  const { store, serverKey } = deps;
  const address = readAddress(text)?.address;
  if (address === undefined) throw new AppError('malformed');
  const ask = { id, claimHash: readSecret(claimHash), address, locale };
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof });
  await store.withKey(share, async (key) => {
    // Without a server key, nobody was ever named here.
    if (key === undefined || serverKey === undefined) return;
    const tag = recipientTag(gateKeyOf(serverKey, key), address);
    await store.write((tx) => keepAsk(tx, deps, { ...ask, tag, serverKey }), { turnOf: id });
  });
  return { again: AGAIN_SECONDS };
}

interface AskInput {
  readonly id: Uint8Array;
  readonly claimHash: Uint8Array;
  readonly address: string;
  readonly locale: string;
  readonly tag: Uint8Array;
  readonly serverKey: ServerKey;
}

/** The share's row is locked first: a row that refers to it, inserted before that, would deadlock with an opening. */
async function keepAsk(tx: Transaction, deps: Deps, input: AskInput): Promise<void> {
  const { id, claimHash, tag } = input;
  const { share, gate, ask: before } = (await lockGatedShare(tx, { id, claimHash })) ?? {};
  if (share === undefined || gate === undefined || !hasGate(gate.bits, 'people')) return;
  // Compares with every tag, so that the time does not tell which one is right.
  const people = await findRecipients(tx, id);
  const named = people.filter((person) => equalBytes(person.tag, tag))[0];
  const { mail } = deps.config;
  const wish = { share, gate, before, person: named && mayOpenNow({ share, gate, person: named }) ? named : undefined };
  const mayBeSent = mail !== undefined && isWithinLimits(wish);
  // The mails that each person has of their own were charged with the share. An owner can reset them at will.
  const isExtra = mayBeSent && (wish.person?.asks ?? 0) >= OWN_ASKS;
  const isCharged = await chargeMail(tx, deps, { id, address: input.address, isExtra });
  const isSent = mayBeSent && isCharged;
  const ask = nextAsk(wish, isSent);
  await putAsk(tx, { id, claimHash, ...ask });
  await count(tx, id, { person: named ?? people[0], isSent });
  // The one ask that uses up the last mail does more than the others, and only if the sender has asked for notices.
  const isLast = isSent && wish.person !== undefined && asksLeft({ share, gate, person: wish.person }) === 1;
  if (isLast) await announceCodesUsedUp(tx, share);
  // Without mail, nothing empties the outbox.
  if (mail !== undefined) await queue(tx, deps, { ...input, ask, kind: isSent ? 'code' : 'none', dueAt: share.now });
}

interface Wish {
  readonly share: ShareRow;
  readonly gate: GateRow;
  /** The named person, if they could use a code now. */
  readonly person: RecipientRow | undefined;
  /** The claim's earlier ask. */
  readonly before: CodeAskRow | undefined;
}

type Asking = Pick<Wish, 'share' | 'gate'> & { readonly person: RecipientRow };

function mayOpenNow({ share, gate, person }: Asking): boolean {
  const isTime = gate.notBefore === null || share.now >= gate.notBefore;
  return stateOf(share) === 'live' && isTime && mayOpen(share, person);
}

/** How many more mails the person can ask for now: their own, and those beyond that all people share. */
function asksLeft({ share, gate, person }: Asking): number {
  const extra = EXTRA_ASKS + Math.floor((share.now - share.createdAt) / EXTRA_EVERY_SECONDS);
  return person.asksLeft + Math.max(0, extra - gate.extraAsks);
}

/** Limits only ever turn a mail into none. */
function isWithinLimits(wish: Wish): boolean {
  const { share, gate, person } = wish;
  if (person === undefined) return false;
  return (sameAsk(wish)?.sends ?? 0) < CODE_SENDS && asksLeft({ share, gate, person }) > 0;
}

const isAlive = ({ now }: ShareRow, { until }: CodeAskRow): boolean => until > now;

/** The running ask of this claim for this person: its code stays, however often it is asked for. */
function sameAsk({ share, person, before }: Wish): CodeAskRow | undefined {
  return before !== undefined && isAlive(share, before) && before.n === person?.n ? before : undefined;
}

/**
 * Another person, and time, replace the code, but never the tries that were used: a link holder sees those, and the code's
 * time differs for strangers. An ask without a mail names nobody: it would be a code to guess.
 */
function nextAsk(wish: Wish, isSent: boolean): CodeAskRow {
  const { share, person, before } = wish;
  const same = sameAsk(wish);
  if (same !== undefined) return { ...same, sends: same.sends + (isSent ? 1 : 0) };
  const tries = before?.tries ?? 0;
  const n = isSent ? (person?.n ?? 0) : 0;
  return { n, askedAt: share.now, until: share.now + CODE_SECONDS, tries, sends: 1 };
}

interface Counted {
  /** For a stranger somebody else, whose row is written without a change. */
  readonly person: RecipientRow | undefined;
  readonly isSent: boolean;
}

/** The same statements and rows, whether a mail is sent or not. */
async function count(tx: Transaction, id: Uint8Array, { person, isSent }: Counted): Promise<void> {
  if (person === undefined) return;
  const { n, asksLeft, mail } = person;
  const after = isSent
    ? ({ asks: 1, asksLeft: Math.max(0, asksLeft - 1), mail: 'queued' } as const)
    : ({ asks: 0, asksLeft, mail } as const);
  await addExtraAsk(tx, { id, asks: isSent && asksLeft === 0 ? 1 : 0 });
  await countAsk(tx, { id, n, ...after });
}

interface QueueInput extends AskInput {
  readonly ask: CodeAskRow;
  readonly kind: 'code' | 'none';
  readonly dueAt: number;
}

async function queue(tx: Transaction, { random }: Deps, input: QueueInput): Promise<void> {
  const { id, claimHash, address, locale, serverKey, ask, kind, dueAt } = input;
  const rowId = random(16);
  const mail = { address, claimHash: toBase64url(claimHash), n: ask.n, askedAt: ask.askedAt, locale };
  const sealed = sealCodeMail(serverKey, rowId, mail);
  await putInOutbox(tx, { id: rowId, kind, shareId: id, dueAt, sealed });
}
