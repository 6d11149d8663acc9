import { describe, expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { hashToday } from '#server/quota/hash-today.ts';
import { hashOf, readSecret } from '#server/records/proof.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { mailedCodes } from '#server/testing/mailed-codes.ts';
import { ANA, BOB, EVE, openNamedShare } from '#server/testing/named-share.ts';
import type { NamedShare } from '#server/testing/named-share.ts';
import { sharePath, testClient } from '#server/testing/test-app.ts';
import { secret } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { traced } from '#server/testing/traced-deps.ts';

/** A code that is right once in 100 million runs. */
const GUESS = '12345678';
const shown = (error: unknown) => (error instanceof AppError ? { code: error.code, ...error.members } : { error });
const guess = ({ share, deps }: NamedShare, claim: string) =>
  share.openWith(deps, { claim, code: GUESS }).then(() => 'opened', shown);

/** A link holder must not learn whether an address is named (docs/decisions/0076-an-ask-shows-only-its-claim.md). */
describe.each(dialects)('%s: somebody with the link, but not the mailbox', (dialect) => {
  const situations: Readonly<Record<string, (here: NamedShare) => Promise<string>>> = {
    stranger: async () => EVE,
    named: async () => ANA,
    revoked: async ({ share, deps }) => {
      await share.change(deps, 1, 'revoke');
      return ANA;
    },
    'without openings left': async ({ share, deps, codeFor }) => {
      const claim = secret();
      await share.openWith(deps, { claim, code: await codeFor(claim, ANA) });
      return ANA;
    },
    'beyond the limits': async ({ share, deps }) => {
      for (let asks = 0; asks < 13; asks++) await share.askCode(deps, secret(), ANA);
      return ANA;
    },
    'with a mailbox that has had its mails of the day': async ({ share, deps }) => {
      for (let asks = 0; asks < 3; asks++) await share.askCode(deps, secret(), ANA);
      const { day } = await deps.store.write((tx) => hashToday(tx, deps, []));
      await deps.store.write(({ kysely }) =>
        kysely.updateTable('tally').set({ amount: 60 }).where('day', '=', day).execute(),
      );
      return ANA;
    },
  };

  /** Rows of every table that a request writes. */
  async function countRows({ store }: Deps) {
    const tables = ['code_ask', 'outbox', 'recipient', 'gate', 'opening', 'tally'] as const;
    const counts = tables.map(
      async (table) => (await store.read.kysely.selectFrom(table).selectAll().execute()).length,
    );
    return Promise.all(counts);
  }

  async function traceOf(situation: string, terms?: TestTerms) {
    await using here = await openNamedShare(dialect, terms);
    const address = await (situations[situation] ?? expect.unreachable())(here);
    const { deps, share } = here;
    // The first request for a share in a day adds its tally.
    await share.askCode(deps, secret(), 'somebody@example.org');
    const [before, { deps: tracedDeps, take }] = [await countRows(deps), traced(deps)];
    const claim = secret();
    const claimHash = toBase64url(hashOf(readSecret(claim)));
    const json = { linkProof: share.linkProof, address, claimHash, locale: 'en' };
    const reply = await testClient(tracedDeps)('POST', sharePath(share, 'code'), { json });
    const statements = take();
    const added = (await countRows(deps)).map((rows, table) => rows - (before[table] ?? 0));
    const lengths = await deps.store.read.kysely.selectFrom('outbox').select('sealed').execute();
    const seen = {
      ...{ status: reply.status, headers: [...reply.headers], body: await reply.text(), statements, added },
      lengths: [...new Set(lengths.map(({ sealed }) => sealed.length))],
      guesses: [await guess(here, claim), await guess(here, claim)],
    };
    return { seen, mails: (await mailedCodes(deps, share.id, claim)).length };
  }

  test('gets the same reply by the same statements and rows for every address', async () => {
    const stranger = await traceOf('stranger');
    expect(stranger).toMatchObject({ mails: 0, seen: { status: 202, added: [1, 1, 0, 0, 0, 0] } });
    expect(stranger.seen.lengths).toHaveLength(1);
    for (const situation of Object.keys(situations)) {
      const { seen, mails } = await traceOf(situation);
      expect(seen, situation).toEqual(stranger.seen);
      expect(mails, situation).toBe(situation === 'named' ? 1 : 0);
    }
  });

  test('gets the same reply by the same statements and rows before the first moment', async () => {
    const terms = { people: [ANA, BOB], notBefore: 1_800_000_600 };
    const [named, stranger] = [await traceOf('named', terms), await traceOf('stranger', terms)];
    expect(named).toEqual(stranger);
    expect(named.mails).toBe(0);
  });

  test('is told the same after time, another mail, a reset and a revocation', async () => {
    const told: unknown[][] = [];
    for (const address of [BOB, EVE]) {
      await using here = await openNamedShare(dialect);
      const { deps, share, clock } = here;
      const claim = secret();
      const ask = () => share.askCode(deps, claim, address);
      const seen: unknown[] = [await ask(), await guess(here, claim)];
      clock.advance(1200);
      seen.push(await ask());
      clock.advance(700);
      seen.push(await guess(here, claim));
      await share.change(deps, 2, 'reset');
      seen.push(await guess(here, claim));
      await share.change(deps, 2, 'revoke');
      seen.push(await guess(here, claim), await ask());
      clock.advance(600);
      seen.push(await guess(here, claim));
      told.push(seen);
    }
    expect(told[0]?.map((each) => (each as { triesLeft?: number }).triesLeft)).toEqual([
      ...[undefined, 4, undefined, 3, 4, 3, undefined, 2],
    ]);
    expect(told[1]).toEqual(told[0]);
  });

  test('is told the same once the sweep has forgotten the request, a day after the last one', async () => {
    const told: unknown[][] = [];
    for (const address of [BOB, EVE]) {
      await using here = await openNamedShare(dialect, {
        people: [ANA, BOB],
        expiresAt: 1_800_000_000 + 10 * DAY_SECONDS,
      });
      const { deps, share, clock } = here;
      const claim = secret();
      await share.askCode(deps, claim, address);
      clock.advance(1200);
      await share.askCode(deps, claim, address);
      const seen: unknown[] = [await guess(here, claim)];
      clock.advance(DAY_SECONDS);
      await sweep(deps);
      seen.push((await countRows(deps))[0], await guess(here, claim));
      clock.advance(1);
      await sweep(deps);
      seen.push((await countRows(deps))[0], await guess(here, claim));
      await share.askCode(deps, claim, address);
      told.push([...seen, await guess(here, claim)]);
    }
    expect(told[0]).toMatchObject([{ triesLeft: 4 }, 1, { triesLeft: 3 }, 0, { triesLeft: 0 }, { triesLeft: 4 }]);
    expect(told[1]).toEqual(told[0]);
  });
});
