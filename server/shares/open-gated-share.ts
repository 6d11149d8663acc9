import { timingSafeEqual } from 'node:crypto';
import type { Transaction } from '#server/db/database.ts';
import { LEASE_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { revealSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import { codeOf, gateKeyOf } from '#server/gates/gate-secrets.ts';
import { announceOpening } from '#server/records/announce.ts';
import { addHeldAttempt, lockOpenings } from '#server/records/attempt.ts';
import { addCodeTry, CODE_TRIES } from '#server/records/code-ask.ts';
import type { CodeAskRow } from '#server/records/code-ask.ts';
import { findSealed } from '#server/records/content.ts';
import { decideAfterAttempt, decideOpening } from '#server/records/decide-opening.ts';
import type { GateFacts, RefusalCode } from '#server/records/decide-opening.ts';
import { lockGatedShare, spendHeldView } from '#server/records/gated-share.ts';
import type { Person } from '#server/records/gated-share.ts';
import { leaseCapSeconds } from '#server/records/lease.ts';
import { refusal } from '#server/records/refusal.ts';
import { tryRemoveFileBody } from '#server/records/remove-file-body.ts';
import { endShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { attemptsLeft, mayOpen, viewsLeftFor } from '#server/records/state.ts';
import { checkOpener } from './check-opener.ts';
import type { OpenShareReply } from './open-share.ts';

export interface GatedAttempt {
  readonly id: Uint8Array;
  /** The share's erasure key. */
  readonly key: Uint8Array;
  readonly openHash: Uint8Array;
  readonly claimHash: Uint8Array;
  readonly code: string | undefined;
  readonly pass: string | undefined;
}

type Outcome =
  | { readonly kind: 'opened'; readonly reply: OpenShareReply }
  /** Returned, not thrown: what the refusal counted must be committed. `ended`: the attempt destroyed it. */
  | { readonly kind: 'refused'; readonly error: AppError; readonly ended?: ShareRow };

/**
 * `openShare` for a share with gates. One transaction, whose first statement is nothing but the row's lock: whatever is
 * read before it, another opening may have changed (docs/life-cycle.md §7). All of a right opening is stored, or nothing.
 * @throws AppError as `openShare`; `too-early`, `pass-required`, `not-a-member`, `code-required`, `wrong-code`
 */
export async function openGatedShare(deps: Deps, attempt: GatedAttempt): Promise<OpenShareReply> {
  const outcome = await deps.store.write((tx) => decideAndAct(tx, deps, attempt), { turnOf: attempt.id });
  if (outcome.kind === 'opened') return outcome.reply;
  if (outcome.ended) await tryRemoveFileBody(deps, outcome.ended);
  throw outcome.error;
}

async function decideAndAct(tx: Transaction, deps: Deps, attempt: GatedAttempt): Promise<Outcome> {
  const { id, key, openHash, claimHash, code } = attempt;
  const locked = await lockGatedShare(tx, { id, claimHash });
  if (locked === undefined) return { kind: 'refused', error: new AppError('not-found') };
  const { gate, opening, asked: person, reader } = locked;
  if (gate === undefined) return { kind: 'refused', error: await refusal(tx, locked.share, 'ended') };
  const share: ShareRow = { ...locked.share, openHash: gate.openHash };
  const ask = code === undefined ? undefined : locked.ask;
  const check = ask && checkCode({ share, person, ask, code: code ?? '', expected: expectedCode(deps, attempt, ask) });
  const { member, receipt } = await checkOpener(tx, deps, { ...attempt, share, gate, memberTerms: locked.memberTerms });
  const facts: GateFacts = {
    ...gate,
    member,
    code: code === undefined ? 'missing' : check === 'right' ? 'right' : 'wrong',
  };
  const decision = decideOpening({ share, openHash, opening, gate: facts });
  switch (decision.kind) {
    case 'repeat': {
      const sealed = await findSealed(tx, id);
      if (sealed === undefined) throw new Error('A live share has no content.');
      const { openedAt, leaseUntil } = decision.opening;
      const head = { openedAt, leaseUntil, viewsLeft: viewsLeftFor(share, reader?.spent ?? 0), repeated: true };
      return { kind: 'opened', reply: { head, sealed: revealSealed(key, id, sealed) } };
    }
    case 'spend':
      return spend(tx, {
        attempt,
        share,
        person: facts.code === 'right' ? person : undefined,
        receipt: receipt(),
      });
    case 'count-attempt':
      return countAttempt(tx, share);
    case 'refuse':
      return {
        kind: 'refused',
        error: await refuse(tx, { attempt, share, ask, check, code: decision.code, gate: facts }),
      };
    case 'read-opening':
      throw new Error('The opening was read.');
  }
}

/** Also for an ask that names nobody: the same work for everybody. */
function expectedCode({ serverKey }: Deps, { key, claimHash }: GatedAttempt, { n, askedAt }: CodeAskRow): string {
  if (serverKey === undefined) throw new Error('A share for named people needs the server key.');
  return codeOf(gateKeyOf(serverKey, key), { n, claimHash, askedAt });
}

interface CodeCheck {
  readonly share: ShareRow;
  readonly person: Person | undefined;
  readonly ask: CodeAskRow;
  readonly code: string;
  readonly expected: string;
}

/**
 * A code opens for one person, who has not been revoked and has openings left, for half an hour.
 * @returns `over` for the mailed code if it opens nothing any more
 */
function checkCode({ share, person, ask, code, expected }: CodeCheck): 'right' | 'wrong' | 'over' {
  if (ask.tries >= CODE_TRIES) return 'over';
  if (!timingSafeEqual(Buffer.from(code), Buffer.from(expected)) || person === undefined) return 'wrong';
  return ask.until > share.now && mayOpen(share, person) ? 'right' : 'over';
}

interface SpendInput {
  readonly attempt: GatedAttempt;
  readonly share: ShareRow;
  readonly person: Person | undefined;
  readonly receipt: Uint8Array | null;
}

async function spend(tx: Transaction, { attempt, share, person, receipt }: SpendInput): Promise<Outcome> {
  const { id, key, claimHash } = attempt;
  const lease = { leaseSeconds: LEASE_SECONDS, capSeconds: leaseCapSeconds(share.sizeBytes) };
  const view = { id, claimHash, openedAt: share.now, ...lease, recipientN: person?.n ?? null, receipt };
  const opened = await spendHeldView(tx, view);
  await announceOpening(tx, share);
  const { openedAt, leaseUntil, viewsSpent, sealed } = opened;
  const left = viewsLeftFor({ ...share, viewsSpent }, (person?.spent ?? 0) + 1);
  const head = { openedAt, leaseUntil, viewsLeft: left, repeated: false };
  return { kind: 'opened', reply: { head, sealed: revealSealed(key, id, sealed) } };
}

async function countAttempt(tx: Transaction, { id }: ShareRow): Promise<Outcome> {
  const after = await addHeldAttempt(tx, id);
  const next = decideAfterAttempt(after);
  if (next === 'refuse') {
    return { kind: 'refused', error: new AppError('wrong-password', { attemptsLeft: attemptsLeft(after) }) };
  }
  if (next === 'lock') {
    await lockOpenings(tx, after);
    return { kind: 'refused', error: await refusal(tx, { ...after, state: 'locked' }, 'locked') };
  }
  const ended = { ...after, state: 'destroyed' as const, endedAt: await endShare(tx, after, 'destroyed') };
  return { kind: 'refused', error: await refusal(tx, ended, 'ended'), ended };
}

interface RefuseInput {
  readonly attempt: GatedAttempt;
  readonly share: ShareRow;
  readonly ask: CodeAskRow | undefined;
  readonly check: ReturnType<typeof checkCode> | undefined;
  readonly gate: GateFacts;
  readonly code: RefusalCode;
}

/**
 * Tries are counted and told alike for every ask, also after its time: that is another for a stranger
 * (docs/decisions/0076-an-ask-shows-only-its-claim.md).
 */
async function refuse(tx: Transaction, input: RefuseInput): Promise<AppError> {
  const { attempt, share, ask, check, gate, code } = input;
  if (code === 'too-early') return new AppError(code, { notBefore: gate.notBefore });
  if (code !== 'wrong-code') return refusal(tx, share, code);
  if (ask === undefined || check === 'over') return new AppError(code, { triesLeft: 0 });
  await addCodeTry(tx, attempt);
  return new AppError(code, { triesLeft: CODE_TRIES - ask.tries - 1 });
}
