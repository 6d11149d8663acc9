import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { decrypt } from '#server/erasure/aead.ts';
import { openMemberTerms } from '#server/gates/member-terms.ts';
import { findMemberTerms } from '#server/records/member-terms.ts';
import { findShare } from '#server/records/share.ts';
import { createShare } from '#server/shares/create-share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { countPieces } from '#server/testing/count-pieces.ts';
import { memberOf, signedIn, withSignIn } from '#server/testing/test-members.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect, TestStore } from '#server/testing/test-stores.ts';

const [SENDER, READER, GROUP] = ['sender-7f3a52b0c9', 'reader-c41d08e6f7', 'group-e9b2a417d3'];

interface Rig extends AsyncDisposable {
  readonly testStore: TestStore;
  readonly deps: Deps;
  readonly share: TestShare;
  readonly claim: string;
}

/** A share for a group, from a sender who is shown and wants mail, that a member has opened. */
async function openRig(dialect: TestDialect): Promise<Rig> {
  const testStore = await openTestStore(dialect);
  const deps = withSignIn(testStore.deps, { groups: [GROUP] });
  const { config } = deps;
  const mail = {
    smtpUrl: 'smtp://localhost',
    from: 'a@b.example',
    tls: true,
    who: 'off',
    domains: [],
    perDay: 0,
  } as const;
  const mailing: Deps = { ...deps, config: { ...config, mail } };
  const share = new TestShare(testStore.clock.now(), {
    members: [GROUP],
    maxViews: 2,
    showSender: true,
    notifyMail: { locale: 'de' },
  });
  const sender = memberOf(await signedIn(mailing, { sub: SENDER }));
  await createShare(mailing, { ...share.toCreate, member: sender });
  const reader = await signedIn(mailing, { sub: READER, groups: [GROUP] });
  const claim = secret();
  await share.openAs(mailing, await reader.pass('open', share.id), { claim });
  return {
    testStore,
    deps: mailing,
    share,
    claim,
    [Symbol.asyncDispose]: () => testStore[Symbol.asyncDispose](),
  };
}

/** As they are and as base64url writes them, whatever stands before and behind. */
const inClear = (texts: readonly string[]): Uint8Array[] =>
  texts
    .flatMap((text) => [0, 1, 2].map((shift) => toBase64url(Buffer.from(`${'x'.repeat(shift)}${text}`)).slice(4, -4)))
    .concat(texts)
    .map((text) => new TextEncoder().encode(text));

/** Every column of every row of the tables about members, as text. */
async function everythingIn({ store }: Deps): Promise<string> {
  const { kysely } = store.read;
  const tables = [
    'share',
    'content',
    'gate',
    'opening',
    'member_terms',
    'session',
    'sign_in',
    'tally',
    'outbox',
  ] as const;
  const rows = await Promise.all(tables.map((table) => kysely.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)
      ? Buffer.from(value.data as number[]).toString('latin1')
      : value,
  );
}

test('no file names a sender, a reader or a group, while the share lives and after it', async () => {
  await using here = await openRig('SQLite');
  const { testStore, deps, share, claim } = here;
  const names = inClear([SENDER, READER, GROUP]);
  expect(countPieces(testStore.dataDir, [fromBase64url(share.toCreate.head.preamble)])).toBeGreaterThan(0);
  expect(countPieces(testStore.dataDir, names)).toBe(0);
  await share.acknowledge(deps, claim);
  await share.delete(deps);
  testStore.clock.advance(3600);
  await sweep(deps);
  expect(countPieces(testStore.dataDir, names)).toBe(0);
});

describe.each(dialects)('%s', (dialect) => {
  test('no row names a sender, a reader or a group', async () => {
    await using here = await openRig(dialect);
    const text = await everythingIn(here.deps);
    for (const name of [SENDER, READER, GROUP]) expect(text).not.toContain(name);
  });

  test('the database with its erasure keys does not open what concerns members; with the server key it does', async () => {
    await using here = await openRig(dialect);
    const { deps, share } = here;
    const { id } = share;
    const { serverKey } = deps;
    const row = (await findShare(deps.store.read, id)) ?? expect.unreachable();
    const terms = (await findMemberTerms(deps.store.read, id)) ?? expect.unreachable();
    const opened = (with_: Uint8Array) =>
      deps.store.withKey(row, (key) => key && openMemberTerms({ serverKey: with_, key, id, ...terms }, terms.sealed));
    expect(await opened(serverKey ?? expect.unreachable())).toMatchObject({
      from: `${SENDER}@example.org`,
      groups: [GROUP],
    });
    for (const guess of [new Uint8Array(32), new Uint8Array(32).fill(1)]) expect(await opened(guess)).toBe(undefined);
  });

  test('after the end, nothing that the server holds opens a receipt or an old copy of what concerned members', async () => {
    await using here = await openRig(dialect);
    const { testStore, deps, share } = here;
    const { id } = share;
    const serverKey = deps.serverKey ?? expect.unreachable();
    const before = (await findShare(deps.store.read, id)) ?? expect.unreachable();
    const old = (await findMemberTerms(deps.store.read, id)) ?? expect.unreachable();
    await share.delete(deps);
    testStore.clock.advance(3600);
    await sweep(deps);
    const [receipt] = (await deps.store.read.kysely.selectFrom('opening').select('receipt').execute()).map(
      (row) => row.receipt,
    );
    const sealed = receipt ?? expect.unreachable();
    expect(await share.receipts(deps)).toMatchObject([{ who: `${READER}@example.org` }]);

    expect(await deps.store.withKey({ ...before, endedAt: null }, (key) => key)).toSatisfy(isNoKeyOfShare);
    const keys = [serverKey, ...keysIn(testStore.dataDir)];
    for (const key of keys) {
      expect(openMemberTerms({ serverKey, key, id, ...old }, old.sealed)).toBe(undefined);
      expect(() => decrypt(key, id, sealed.subarray(32))).toThrow();
    }
  });
});

/** Every 32 bytes of the files that hold keys. */
function keysIn(folder: string): Uint8Array[] {
  const files = readdirSync(folder).filter((name) => /^(keys|server)/.test(name));
  return files.flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return Array.from({ length: Math.max(0, Math.min(bytes.length, 8192) - 31) }, (_, at) =>
      bytes.subarray(at, at + 32),
    );
  });
}

const isNoKeyOfShare = (key: Uint8Array | undefined) => key === undefined || key.every((byte) => byte === 0);
