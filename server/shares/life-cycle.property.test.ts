import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { openShare } from '#server/shares/open-share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import type { ModelCode, ModelGates } from '#server/testing/gate-model.ts';
import { currentCode, mailing } from '#server/testing/mailed-codes.ts';
import { groupsOf, MemberModel } from '#server/testing/member-model.ts';
import type { ModelAccount, ModelPass } from '#server/testing/member-model.ts';
import { ShareModel } from '#server/testing/share-model.ts';
import type { ModelTerms } from '#server/testing/share-model.ts';
import { signedIn, withSignIn } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { SettableClock, TestStore } from '#server/testing/test-stores.ts';

/** Enough for every command to meet every state. SQLite is faster, so it gets more runs. */
const RUNS = { SQLite: 120, PostgreSQL: 30 };
const MAX_COMMANDS = 60;

interface Model {
  readonly shares: ShareModel[];
  readonly members: MemberModel;
}

interface HeldPass {
  readonly text: string;
  readonly model: ModelPass;
}

interface Real {
  readonly deps: Deps;
  readonly clock: SettableClock;
  readonly shares: TestShare[];
  readonly members: Map<ModelAccount, TestMember>;
  /** The newest pass for each share and account. */
  readonly passes: Map<string, HeldPass>;
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
    const { people, notBeforeSeconds, members } = gates;
    const share = await madeShare(deps, {
      ...{ ...terms, expiresAt: clock.now() + ttlSeconds },
      ...(people > 0 && { people: newPeople(people) }),
      ...(notBeforeSeconds !== undefined && { notBefore: clock.now() + notBeforeSeconds }),
      ...(members && { members }),
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

class SignIn implements Step {
  readonly account: ModelAccount;

  constructor(account: ModelAccount) {
    this.account = account;
  }

  check = () => true;

  async run(model: Model, { deps, clock, members }: Real): Promise<void> {
    const { account } = this;
    members.set(account, await signedIn(deps, { sub: account, groups: groupsOf[account] }));
    model.members.signIn(account, clock.now());
  }

  toString = () => `${this.account} signs in`;
}

class SignOut implements Step {
  readonly account: ModelAccount;

  constructor(account: ModelAccount) {
    this.account = account;
  }

  check = () => true;

  async run(model: Model, { members }: Real): Promise<void> {
    await members.get(this.account)?.signOut();
    model.members.signOut(this.account);
  }

  toString = () => `${this.account} signs out`;
}

interface On {
  readonly passOf: (account: ModelAccount, isNew: boolean) => Promise<HeldPass>;
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

  async run({ shares, members }: Model, world: Real): Promise<void> {
    const { deps, clock, shares: reals } = world;
    const index = this.pick % shares.length;
    const [share, real] = [shares[index], reals[index]];
    if (share === undefined || real === undefined) throw new Error('No such share.');
    const now = clock.now();
    const passOf = async (account: ModelAccount, isNew: boolean) => {
      const name = `${index} ${account}`;
      const held = isNew ? undefined : world.passes.get(name);
      const text = held?.text ?? (await world.members.get(account)?.pass('open', real.id)) ?? '';
      const pass = held ?? { text, model: members.pass(account, now) };
      world.passes.set(name, pass);
      return pass;
    };
    const on = { share, real, deps, now, passOf };
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
  const { members: groups } = share.gates;
  expect(rest.members).toEqual(groups && !share.ended ? (groups.length > 0 ? { groups: [...groups] } : {}) : undefined);
  const opened = groups ? share.openings : [];
  expect(rest.receipts?.map((receipt) => receipt.openedAt) ?? []).toEqual(opened.map(({ openedAt }) => openedAt));
  const receipts = opened.map(({ openedAt, by }) => ({ at: openedAt, type: 'address', who: `${by}@example.org` }));
  if (opened.length > 0) expect(await real.receipts(deps)).toEqual(receipts);
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
  readonly by: ModelAccount | 'nobody';
  /** Whether the pass is asked for now, or is the last one for this share. */
  readonly isNew: boolean;
}

const NO_CODE = '00000000';

const open = (pick: number, { claim, right, code, by, isNew }: Try) => {
  const pass = by === 'nobody' ? by : `${by}, ${isNew ? 'new' : 'kept'} pass`;
  return new Act(`open ${right ? 'right' : 'wrong'} ${claims.indexOf(claim)} ${code} (${pass})`, pick, async (on) => {
    const { share, real, deps, now } = on;
    const openProof = right ? real.openProof : secret();
    const mailed = code === 'mailed' ? ((await currentCode(deps, real.id, claim)) ?? NO_CODE) : NO_CODE;
    const held = by === 'nobody' ? undefined : await on.passOf(by, isNew);
    const opening = openShare(deps, real.id, {
      ...{ linkProof: real.linkProof, openProof, claim },
      ...(code !== 'none' && { code: mailed }),
      ...(held && { pass: held.text }),
    });
    const answer = await opening.then(({ head, sealed }) => {
      expect(sealed).toEqual(real.toCreate.sealed);
      return head.repeated ? 'repeated' : 'opened';
    }, codeOf);
    expect(answer).toBe(share.open(claim, { right, code, pass: held?.model, now }));
  });
};

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
const account = fc.constantFrom<ModelAccount>('ana', 'eve');
const notBeforeSeconds = fc.constantFrom(undefined, undefined, 0, 30);
const gates = fc.oneof(
  fc.record<ModelGates>({
    ...{ people: fc.constantFrom(0, 1, 2), notBeforeSeconds },
    members: fc.constant(undefined),
  }),
  fc.record<ModelGates>({
    ...{ people: fc.constant(0), notBeforeSeconds },
    members: fc.constantFrom(undefined, [], ['ops'], ['ops', 'staff']),
  }),
);
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
  by: fc.constantFrom('nobody', 'ana', 'ana', 'eve'),
  isNew: fc.boolean(),
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
    account.map((each) => new SignIn(each)),
    account.map((each) => new SignOut(each)),
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
    const deps = withSignIn(mailing(testStore.deps));
    const start = async () => {
      const model: Model = { shares: [], members: new MemberModel() };
      const real: Real = { deps, clock, shares: [], members: new Map(), passes: new Map() };
      for (const one of ['ana', 'eve'] as const) await new SignIn(one).run(model, real);
      return { model, real };
    };
    await fc.assert(
      fc.asyncProperty(steps, async (commands) => {
        await fc.asyncModelRun(start, commands);
      }),
      // A slow machine tries fewer sequences instead of exceeding the time of a test.
      { numRuns: RUNS[dialect], interruptAfterTimeLimit: 120_000 },
    );
  });
});
