import { describe, expect, test } from 'vitest';
import { decideAfterAttempt, decideOpening, decideReading } from './decide-opening.ts';
import type { GateFacts, OpeningDecision, OpeningFacts, RefusalCode } from './decide-opening.ts';
import type { OpeningRow } from './opening.ts';
import type { ShareRow } from './share.ts';

const NOW = 1_800_000_000;
const RIGHT = new Uint8Array(32).fill(1);
const WRONG = new Uint8Array(32).fill(2);

const live: ShareRow = {
  id: new Uint8Array(16),
  slot: 0,
  kind: 'share',
  state: 'live',
  openHash: RIGHT,
  kdf: 1,
  maxViews: 2,
  viewsSpent: 0,
  attempts: 0,
  attemptLimit: 5,
  onLimit: 'lock',
  sizeBytes: 1000,
  bodyName: null,
  bodyBytes: 0,
  partChunks: null,
  createdAt: NOW - 100,
  expiresAt: NOW + 1,
  firstExpiresAt: null,
  viewsEach: null,
  endedAt: null,
  dueAt: NOW + 1,
  now: NOW,
};
const running: OpeningRow = {
  seq: 1,
  openedAt: NOW - 60,
  leaseUntil: NOW + 1,
  leaseCap: NOW + 3600,
  acknowledgedAt: null,
  recipientN: null,
};
const over: OpeningRow = { ...running, leaseUntil: NOW };
const acknowledged: OpeningRow = { ...running, acknowledgedAt: NOW };

const ended: Partial<ShareRow> = { endedAt: NOW, state: 'deleted', openHash: null };
const locked: Partial<ShareRow> = { state: 'locked' };
const spent: Partial<ShareRow> = { viewsSpent: 2 };
const expired: Partial<ShareRow> = { expiresAt: NOW };
const unprotected: Partial<ShareRow> = { kdf: 0 };

const spend: OpeningDecision = { kind: 'spend' };
const repeat: OpeningDecision = { kind: 'repeat', opening: running };
const countAttempt: OpeningDecision = { kind: 'count-attempt' };
const readOpening: OpeningDecision = { kind: 'read-opening' };
const refuse = (code: RefusalCode): OpeningDecision => ({ kind: 'refuse', code });

const people: GateFacts = { bits: 2, notBefore: null, member: 'missing', code: 'wrong' };
const early: GateFacts = { bits: 4, notBefore: NOW + 1, member: 'missing', code: 'missing' };

type Row = readonly [
  name: string,
  share: Partial<ShareRow>,
  proof: Uint8Array,
  opening: OpeningFacts['opening'],
  decision: OpeningDecision,
  gate?: GateFacts,
];

/** In the order of the checks. Where two of them apply, the earlier one decides. */
const rows: readonly Row[] = [
  ['2 ended: refused', ended, RIGHT, undefined, refuse('ended')],
  ['2 before 3: the end of a share stops a reader whose lease would still run', ended, RIGHT, running, refuse('ended')],
  ['2 before 4: a locked share that has ended is ended', { ...locked, ...ended }, RIGHT, undefined, refuse('ended')],
  ['2 before 6: a wrong proof counts nothing after the end', ended, WRONG, 'not-read', refuse('ended')],

  ['3 repeat: a running lease and the right proof', {}, RIGHT, running, repeat],
  ['3 before 4: a lock does not stop the reader', locked, RIGHT, running, repeat],
  ['3 before 4: nor do spent views', spent, RIGHT, running, repeat],
  ['3 before 4: nor does the expiry', expired, RIGHT, running, repeat],
  ['3 needs the right proof, with spent views', spent, WRONG, running, refuse('ended')],
  ['3 needs the right proof, with views left', {}, WRONG, running, countAttempt],

  ['4 locked: refused', locked, RIGHT, undefined, refuse('locked')],
  ['4 spent: refused', spent, RIGHT, undefined, refuse('ended')],
  ['4 expired: refused, at its second', expired, RIGHT, undefined, refuse('ended')],
  ['4 spent before locked', { ...locked, ...spent }, RIGHT, undefined, refuse('ended')],
  ['4 expired before locked', { ...locked, ...expired }, RIGHT, undefined, refuse('ended')],
  ['4 before 6: a locked share does not say whether the proof is right', locked, WRONG, undefined, refuse('locked')],
  ['4 before 6: nor does a spent one', spent, WRONG, undefined, refuse('ended')],
  ['4 before 7: the reply names the state, not the lease', spent, RIGHT, over, refuse('ended')],
  ['4 not read yet: the claim may still have a lease', spent, RIGHT, 'not-read', readOpening],
  ['4 not read yet: the same steps for a wrong proof', spent, WRONG, 'not-read', readOpening],

  ['6 wrong, with a password: counted', {}, WRONG, 'not-read', countAttempt],
  ['6 wrong, without a password: nothing to count', unprotected, WRONG, 'not-read', refuse('wrong-password')],
  ['6 before 7: a wrong proof is counted for a used claim too', {}, WRONG, over, countAttempt],

  ['5 too early: refused', {}, RIGHT, undefined, refuse('too-early'), early],
  ['5 before 6: too early counts no attempt', {}, WRONG, undefined, refuse('too-early'), early],
  ['5 at its second: opens', {}, RIGHT, undefined, spend, { ...early, notBefore: NOW }],
  ['5 no code: refused', {}, RIGHT, undefined, refuse('code-required'), { ...people, code: 'missing' }],
  ['5 a wrong code: refused', {}, RIGHT, undefined, refuse('wrong-code'), people],
  ['5 a right code: opens', {}, RIGHT, undefined, spend, { ...people, code: 'right' }],
  ['5 before 6: a wrong code counts no attempt', {}, WRONG, undefined, refuse('wrong-code'), people],
  ['5 then 6: a right code and a wrong proof', {}, WRONG, undefined, countAttempt, { ...people, code: 'right' }],
  ['5 too early before the code', {}, RIGHT, undefined, refuse('too-early'), { ...early, bits: 6 }],
  ['3 before 5: neither time nor code stops a reader', {}, RIGHT, running, repeat, { ...early, bits: 6 }],
  ['4 before 5: a spent share does not look at the code', spent, RIGHT, undefined, refuse('ended'), people],
  ['5 before 7: a used claim needs its code', {}, RIGHT, over, refuse('wrong-code'), people],

  ['7 a claim whose lease is over', {}, RIGHT, over, refuse('lease-over')],
  ['7 a claim that was acknowledged', {}, RIGHT, acknowledged, refuse('lease-over')],

  ['a new claim spends a view', {}, RIGHT, undefined, spend],
  ['a claim that was not read spends a view', {}, RIGHT, 'not-read', spend],
  ['a share without a view limit is never spent', { maxViews: 0, viewsSpent: 900 }, RIGHT, 'not-read', spend],
];

describe('the order in which an opening is decided', () => {
  for (const [name, share, openHash, opening, decision, gate] of rows) {
    test(name, () => {
      const facts = { share: { ...live, ...share }, openHash, opening, ...(gate && { gate }) };
      expect(decideOpening(facts)).toEqual(decision);
    });
  }
});

test.each([
  ['attempts are left', { attempts: 4 }, 'refuse'],
  ['the last attempt locks', { attempts: 5 }, 'lock'],
  ['the last attempt destroys, if the sender chose so', { attempts: 5, onLimit: 'destroy' as const }, 'destroy'],
])('after a wrong password: %s', (_name, share, next) => {
  expect(decideAfterAttempt({ ...live, ...share })).toBe(next);
});

test.each<[string, Partial<ShareRow>, OpeningRow | undefined, string]>([
  ['a running lease reads', {}, running, 'read'],
  ['a lock, spent views and the expiry do not stop a reader', { ...locked, ...spent, ...expired }, running, 'read'],
  ['the end of the share stops every reader', ended, running, 'ended'],
  ['a lease that is over reads nothing', {}, over, 'lease-over'],
  ['an acknowledged claim reads nothing', {}, acknowledged, 'lease-over'],
  ['a claim that opened nothing reads nothing', {}, undefined, 'lease-over'],
])('renewing and reading: %s', (_name, share, opening, expected) => {
  const decision = decideReading({ ...live, ...share }, opening);
  expect(decision.kind === 'refuse' ? decision.code : decision.kind).toBe(expected);
});
