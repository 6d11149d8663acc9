import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { sweep } from '#server/sweep/sweep.ts';
import type { ModelCode, ModelGates } from '#server/testing/gate-model.ts';
import { currentCode, mailing } from '#server/testing/mailed-codes.ts';
import { ShareModel } from '#server/testing/share-model.ts';
import type { ModelTerms } from '#server/testing/share-model.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { SettableClock, TestStore } from '#server/testing/test-stores.ts';

/** Enough for every command to meet every state. SQLite is faster, so it gets more runs. */
const RUNS = { SQLite: 120, PostgreSQL: 30 };
const MAX_COMMANDS = 60;

interface Model {
  readonly shares: ShareModel[];
}

interface Real {
  readonly deps: Deps;
  readonly clock: SettableClock;
  readonly shares: TestShare[];
}

type Step = fc.AsyncCommand<Model, Real>;

/** Six claims are few enough to be reused, on the same share and on others. */
const claims = Array.from({ length: 6 }, () => secret());

function codeOf(error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  const { state, attemptsLeft, triesLeft } = error.members;
  if (error.code === 'wrong-code') return `wrong-code ${String(triesLeft)}`;
  if (error.code === 'ended') return `ended ${String(state)}`;
  return typeof attemptsLeft === 'number' ? `${error.code} ${attemptsLeft}` : error.code;
}

/** Unlike any before: one mailbox can be named a few times a day only. */
const newPeople = (count: number): string[] =>
  Array.from({ length: count }, () => `${randomBytes(8).toString('hex')}@example.org`);

class Create implements Step {
  readonly terms: ModelTerms;

  constructor(terms: ModelTerms) {
    this.terms = terms;
  }

  check = () => true;

  async run(model: Model, { deps, clock, shares }: Real): Promise<void> {
    const { ttlSeconds, gates, ...terms } = this.terms;
    const { people, notBeforeSeconds } = gates;
    const share = await madeShare(deps, {
      ...{ ...terms, expiresAt: clock.now() + ttlSeconds },
      ...(people > 0 && { people: newPeople(people) }),
      ...(notBeforeSeconds !== undefined && { notBefore: clock.now() + notBeforeSeconds }),
    });
    shares.push(share);
    model.shares.push(new ShareModel(this.terms, clock.now()));
  }

  toString = () => `create(${JSON.stringify(this.terms)})`;
}

class Wait implements Step {
  readonly seconds: number;
  readonly sweeps: boolean;

  constructor(seconds: number, sweeps: boolean) {
    this.seconds = seconds;
    this.sweeps = sweeps;
  }

  check = () => true;

  async run(model: Model, { deps, clock }: Real): Promise<void> {
    clock.advance(this.seconds);
    if (!this.sweeps) return;
    // The sweep that frees the key slot leaves the tombstone to the next sweep.
    for (let sweeps = 0; sweeps < 2; sweeps++) await sweep(deps);
    model.shares.forEach((share) => share.sweep(clock.now()));
  }

  toString = () => `wait(${this.seconds}${this.sweeps ? ', sweep' : ''})`;
}

interface On {
  readonly share: ShareModel;
  readonly real: TestShare;
  readonly deps: Deps;
  readonly now: number;
}

/** A step on one of the shares. After it, everything that the owner sees must match the model. */
class Act implements Step {
  readonly name: string;
  readonly pick: number;
  readonly act: (on: On) => Promise<void>;

  constructor(name: string, pick: number, act: (on: On) => Promise<void>) {
    this.name = name;
    this.pick = pick;
    this.act = act;
  }

  check = ({ shares }: Readonly<Model>) => shares.length > 0;

  async run({ shares }: Model, { deps, clock, shares: reals }: Real): Promise<void> {
    const index = this.pick % shares.length;
    const [share, real] = [shares[index], reals[index]];
    if (share === undefined || real === undefined) throw new Error('No such share.');
    const on = { share, real, deps, now: clock.now() };
    await this.act(on);
    await agree(on);
  }

  toString = () => `${this.name}(share ${this.pick})`;
}

async function agree({ share, real, deps, now }: On): Promise<void> {
  if (share.forgotten) {
    await expect(real.status(deps)).rejects.toMatchObject({ code: 'not-found' });
    return;
  }
  const { state, viewsLeft, maxViews, attempts, reading, openedAt, endedAt, ...rest } = await real.status(deps);
  expect({ state, viewsLeft, maxViews, attempts, reading, openedAt, endedAt }).toEqual({
    state: share.state(now),
    viewsLeft: share.viewsLeft(now),
    maxViews: share.maxViews,
    attempts: share.attempts,
    reading: share.reading(now),
    openedAt: share.openings.map((opening) => opening.openedAt),
    endedAt: share.ended?.at,
  });
  const { expiresAt, firstExpiresAt = expiresAt, notBefore, people } = rest;
  expect({ expiresAt, firstExpiresAt, notBefore, people: people?.recipients }).toEqual({
    expiresAt: share.expiresAt,
    firstExpiresAt: share.firstExpiresAt,
    notBefore: share.ended ? undefined : share.gates.notBefore,
    people: share.gates.isNamed ? peopleOf(share) : undefined,
  });
}

/** After the end, only those are known who opened it or whose access was revoked. */
function peopleOf({ gates, openings, ended }: ShareModel) {
  return gates.people
    .map(({ n, asks, asksAtReset, resetAt, hasMail, revokedAt }) => ({
      n,
      openedAt: openings.filter((opening) => opening.n === n).map((opening) => opening.openedAt),
      ...(!ended && { codeRequests: asks - asksAtReset }),
      ...(!ended && resetAt !== undefined && { resetAt }),
      ...(!ended && hasMail && { mail: 'queued' }),
      ...(revokedAt !== undefined && { revokedAt }),
    }))
    .filter(({ openedAt, revokedAt }) => !ended || openedAt.length > 0 || revokedAt !== undefined);
}

interface Try {
  readonly claim: string;
  readonly right: boolean;
  readonly code: ModelCode;
}

const NO_CODE = '00000000';

const open = (pick: number, { claim, right, code }: Try) =>
  new Act(`open ${right ? 'right' : 'wrong'} ${claims.indexOf(claim)} ${code}`, pick, async (on) => {
    const { share, real, deps, now } = on;
    const openProof = right ? real.openProof : secret();
    const mailed = code === 'mailed' ? ((await currentCode(deps, real.id, claim)) ?? NO_CODE) : NO_CODE;
    const opening =
      code === 'none' ? real.open(deps, claim, openProof) : real.openWith(deps, { claim, code: mailed, openProof });
    const answer = await opening.then(({ head, sealed }) => {
      expect(sealed).toEqual(real.toCreate.sealed);
      return head.repeated ? 'repeated' : 'opened';
    }, codeOf);
    expect(answer).toBe(share.open(claim, { right, code, now }));
  });

/** @param who 0: a stranger */
const ask = (pick: number, claim: string, who: number) =>
  new Act(`ask ${claims.indexOf(claim)} for ${who}`, pick, async ({ share, real, deps, now }) => {
    const address = real.toCreate.head.gates?.people?.addresses[who - 1] ?? 'eve@evil.example';
    expect(await real.askCode(deps, claim, address).then(() => 'done', codeOf)).toBe(share.ask(claim, who, now));
  });

const change = (pick: number, action: 'revoke' | 'reset', n: number) =>
  new Act(`${action} ${n}`, pick, async ({ share, real, deps, now }) => {
    const answer = await real.change(deps, n, action).then(() => 'done', codeOf);
    expect(answer).toBe(action === 'revoke' ? share.revoke(n, now) : share.reset(n, now));
  });

const shorten = (pick: number, seconds: number) =>
  new Act(`shorten to ${seconds}`, pick, async ({ share, real, deps, now }) => {
    const answer = await real.shorten(deps, now + seconds).then(() => 'done', codeOf);
    expect(answer).toBe(share.shorten(now + seconds, now));
  });

const acknowledge = (pick: number, claim: string) =>
  new Act(`acknowledge ${claims.indexOf(claim)}`, pick, async ({ share, real, deps, now }) => {
    const answer = await real
      .acknowledge(deps, claim)
      .then(({ state, endedAt }) => (endedAt === undefined ? state : `ended ${state}`), codeOf);
    const expected = share.acknowledge(claim, now);
    // The model does not say when the sweep forgets the claims of a tombstone.
    const state = share.state(now);
    expect(expected === 'either' ? [`ended ${state}`, 'lease-over'] : [expected]).toContain(answer);
  });

const renew = (pick: number, claim: string) =>
  new Act(`renew ${claims.indexOf(claim)}`, pick, async ({ share, real, deps, now }) => {
    const answer = await real.renew(deps, claim).then(({ leaseUntil }) => `until ${leaseUntil}`, codeOf);
    expect(answer).toBe(share.renew(claim, now));
  });

const unlock = (pick: number) =>
  new Act('unlock', pick, async ({ share, real, deps }) => {
    expect(await real.unlock(deps).then(() => 'done', codeOf)).toBe(share.unlock());
  });

const remove = (pick: number) =>
  new Act('delete', pick, async ({ share, real, deps, now }) => {
    expect(await real.delete(deps).then(() => 'done', codeOf)).toBe(share.delete(now));
  });

const recreate = (pick: number) =>
  new Act('create again', pick, async ({ share, real, deps, now }) => {
    if (share.forgotten) return;
    expect(await real.create(deps)).toMatchObject({ created: false, reply: { state: share.state(now) } });
  });

const pick = fc.nat(3);
const claim = fc.constantFrom(...claims);
const gates = fc.record<ModelGates>({
  people: fc.constantFrom(0, 0, 1, 2),
  notBeforeSeconds: fc.constantFrom(undefined, undefined, 0, 30),
});
const anyTerms = fc.record<ModelTerms>({
  maxViews: fc.constantFrom(0, 1, 1, 2, 3),
  ttlSeconds: fc.constantFrom(60, 300, 3600, 86_400),
  password: fc.boolean(),
  attemptLimit: fc.constantFrom(1, 2, 3),
  onLimit: fc.constantFrom('lock', 'destroy'),
  gates,
});
/** One person's wrong passwords cannot destroy it for another. */
const terms = anyTerms.map((each): ModelTerms => (each.gates.people > 1 ? { ...each, onLimit: 'lock' } : each));
const seconds = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 59, 60, 300, 599, 600) },
  { weight: 2, arbitrary: fc.nat(4000) },
  { weight: 1, arbitrary: fc.constantFrom(86_400, 29 * 86_400, 30 * 86_400) },
);
const tries = fc.record<Try>({
  claim,
  right: fc.boolean(),
  code: fc.constantFrom('none', 'mailed', 'mailed', 'wrong'),
});
const opens = fc.tuple(pick, tries).map((args) => open(...args));
const asks = fc.tuple(pick, claim, fc.constantFrom(0, 1, 1, 2)).map((args) => ask(...args));
const changes = fc
  .tuple(pick, fc.constantFrom('revoke' as const, 'reset' as const), fc.constantFrom(1, 2, 3))
  .map((args) => change(...args));
const steps = fc.commands<Model, Real, false>(
  [
    terms.map((each) => new Create(each)),
    opens,
    opens,
    asks,
    asks,
    changes,
    fc.tuple(pick, fc.constantFrom(-1, 0, 30, 600)).map((args) => shorten(...args)),
    fc.tuple(pick, claim).map((args) => acknowledge(...args)),
    fc.tuple(pick, claim).map((args) => renew(...args)),
    fc.tuple(seconds, fc.boolean()).map((args) => new Wait(...args)),
    pick.map(unlock),
    pick.map(remove),
    pick.map(recreate),
  ],
  { maxCommands: MAX_COMMANDS, size: 'max' },
);

describe.each(dialects)('%s', (dialect) => {
  test('any sequence of steps ends where the model says', async () => {
    await using testStore: TestStore = await openTestStore(dialect);
    const { clock } = testStore;
    const deps = mailing(testStore.deps);
    await fc.assert(
      fc.asyncProperty(steps, async (commands) => {
        await fc.asyncModelRun(() => ({ model: { shares: [] }, real: { deps, clock, shares: [] } }), commands);
      }),
      // A slow machine tries fewer sequences instead of exceeding the time of a test.
      { numRuns: RUNS[dialect], interruptAfterTimeLimit: 120_000 },
    );
  });
});
