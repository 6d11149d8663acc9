import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { gateKeyOf, recipientTag } from '#server/gates/gate-secrets.ts';
import { findRecipients } from '#server/records/recipient.ts';
import { findShare } from '#server/records/share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { countPieces } from '#server/testing/count-pieces.ts';
import { ANA, BOB, EVE, openNamedShare } from '#server/testing/named-share.ts';
import type { NamedShare } from '#server/testing/named-share.ts';
import { secret } from '#server/testing/test-share.ts';

/** Everything stored about people and their requests, except the list that only the owner can read. */
async function tracesOf({ store }: Deps): Promise<Uint8Array[]> {
  const { kysely } = store.read;
  const gates = await kysely.selectFrom('gate').select('open_hash').execute();
  const people = await kysely.selectFrom('recipient').select('tag').execute();
  const asks = await kysely.selectFrom('code_ask').select('claim_hash').execute();
  const mails = await kysely.selectFrom('outbox').select(['id', 'sealed']).execute();
  return [
    ...gates.map((row) => row.open_hash),
    ...people.map((row) => row.tag),
    ...asks.map((row) => row.claim_hash),
    ...mails.flatMap((row) => [row.id, row.sealed]),
  ];
}

const inClear = (codes: readonly string[]): Uint8Array[] =>
  [ANA, BOB, EVE, ...codes].map((text) => new TextEncoder().encode(text));

const endings: Readonly<Record<string, (here: NamedShare, claim: string) => Promise<unknown>>> = {
  'a deletion by the owner': ({ share, deps }) => share.delete(deps),
  'time alone': () => Promise.resolve(),
  'revoking the last person': async ({ share, deps }, claim) => {
    await share.acknowledge(deps, claim);
    await share.change(deps, 1, 'revoke');
    await share.change(deps, 2, 'revoke');
  },
};

describe.each(Object.entries(endings))('after %s', (_name, end) => {
  test('no tag, request, waiting mail or open hash of a share for named people is in any file, and no address or code ever was', async () => {
    await using here = await openNamedShare('SQLite');
    const { deps, share, clock, codeFor, testStore } = here;
    const claim = secret();
    const codes = [await codeFor(claim, ANA), await codeFor(secret(), BOB)];
    await share.askCode(deps, secret(), EVE);
    await share.openWith(deps, { claim, code: codes[0] ?? '' });
    const traces = await tracesOf(deps);
    expect(traces).toHaveLength(1 + 2 + 2 + 2 * 3);
    expect(countPieces(testStore.dataDir, traces)).toBeGreaterThan(100);
    expect(countPieces(testStore.dataDir, inClear(codes))).toBe(0);

    await end(here, claim);
    clock.advance(3600);
    await sweep(deps);

    expect(await tracesOf(deps)).toEqual([]);
    expect(countPieces(testStore.dataDir, traces)).toBe(0);
    expect(countPieces(testStore.dataDir, inClear(codes))).toBe(0);
  });
});

test('with the database and all erasure keys, nobody can test an address without the server key', async () => {
  await using here = await openNamedShare('SQLite');
  const { deps, share } = here;
  const row = (await findShare(deps.store.read, share.id)) ?? expect.unreachable();
  const tags = (await findRecipients(deps.store.read, share.id)).map(({ tag }) => Buffer.from(tag));
  const tested = (serverKey: Uint8Array) =>
    deps.store.withKey(row, (key) => key && recipientTag(gateKeyOf(serverKey, key), ANA));
  expect(tags[0]).toEqual(await tested(deps.serverKey ?? expect.unreachable()));
  expect(tags).not.toContainEqual(await tested(new Uint8Array(32)));
});
