import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StartError } from '#server/platform/start-error.ts';
import type { Deps } from '#server/deps.ts';
import { FILE_BYTES, positionOf } from '#server/erasure/slot-folder/layout.ts';
import { findShare } from '#server/records/share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { TestShare, madeShare } from '#server/testing/test-share.ts';
import { SettableClock, makePlace, openAt, testDeps } from '#server/testing/test-stores.ts';
import { moveKeys } from './move-keys.ts';
import { explain } from './open-key-store.ts';

type Options = Parameters<typeof openAt>[2];

/** A PostgreSQL database and a folder for its keys. */
async function makeFolderPlace() {
  const place = await makePlace('PostgreSQL', process.env['TEST_POSTGRES_TEMPLATE']);
  const keysDir = join(place.dataDir, 'keys');
  mkdirSync(keysDir);
  const clock = new SettableClock();
  const open = async (options: Options = {}) => {
    const store = await openAt(place, clock, { keysDir, ...options });
    const deps = await testDeps(place, { store, clock });
    return Object.assign(deps, { [Symbol.asyncDispose]: () => store.close() });
  };
  const openTable = async () => {
    const store = await openAt(place, clock);
    return Object.assign(await testDeps(place, { store, clock }), { [Symbol.asyncDispose]: () => store.close() });
  };
  const move = (to: 'folder' | 'database') => moveKeys({ databaseUrl: place.databaseUrl ?? '', keysDir, to });
  return { keysDir, clock, open, openTable, move, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

const filesOf = (keysDir: string) => readdirSync(keysDir).filter((name) => name.endsWith('.slots'));
const bytesOf = (keysDir: string) => Buffer.concat(filesOf(keysDir).map((name) => readFileSync(join(keysDir, name))));
const isIn = (keysDir: string, bytes: Uint8Array) => bytesOf(keysDir).includes(Buffer.from(bytes));
const first = 'keys-000000.slots';

async function slotOf({ store }: Deps, { id }: TestShare): Promise<number | null | undefined> {
  return (await findShare(store.read, id))?.slot;
}

/** Whether `reapKeys` is waiting for transactions that are running. */
async function isAskingForTransactions({ store }: Deps): Promise<boolean> {
  const rows = await store.read.run(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and query like '%pg_snapshot_xmin%' and query not like '%pg_stat_activity%'`,
    [],
  );
  return rows.length > 0;
}

const run = ({ store }: Deps, text: string) => store.write(({ run }) => Promise.resolve(run(text, [])));

test('a key is in the folder and never in the database, and zero when the share has ended', async () => {
  await using place = await makeFolderPlace();
  await using deps = await place.open();
  const [share, deleted] = [await madeShare(deps), await madeShare(deps)];
  expect(isIn(place.keysDir, share.id)).toBe(true);
  expect(await deps.store.read.run('select * from erasure_key', [])).toEqual([]);
  expect((await share.open(deps)).head.viewsLeft).toBe(0);
  await deleted.delete(deps);
  expect(isIn(place.keysDir, deleted.id)).toBe(false);
  place.clock.advance(4000);
  await sweep(deps);
  expect(
    bytesOf(place.keysDir)
      .subarray(4096)
      .every((byte) => byte === 0),
  ).toBe(true);
  expect([await slotOf(deps, share), await slotOf(deps, deleted)], 'the tombstones name no slot').toEqual([null, null]);
});

test('two processes never use one slot, and each reads and ends what the other has created', async () => {
  await using place = await makeFolderPlace();
  await using one = await place.open();
  await using other = await place.open();
  const shares = await Promise.all(Array.from({ length: 60 }, (_, turn) => madeShare(turn % 2 === 0 ? one : other)));
  const slots = await Promise.all(shares.map((share) => slotOf(one, share)));
  expect(new Set(slots).size).toBe(60);
  expect(slots.every((slot) => typeof slot === 'number')).toBe(true);
  for (const [turn, share] of shares.entries()) {
    const deps = turn % 2 === 0 ? other : one;
    if (turn % 3 === 0) await share.delete(deps);
    else expect((await share.open(deps)).head.viewsLeft).toBe(0);
  }
  for (const [turn, share] of shares.entries()) expect(isIn(place.keysDir, share.id)).toBe(turn % 3 !== 0);
});

test('a transaction that is rolled back leaves no key, and its slot is never used again', async () => {
  await using place = await makeFolderPlace();
  await using deps = await place.open();
  const [id, key] = [randomBytes(16), randomBytes(32)];
  const slots: Array<number | undefined> = [];
  const failing = deps.store.write(async ({ keys }) => {
    const slot = await keys.takeSlot?.();
    slots.push(slot);
    await keys.put({ id, slot: slot ?? null }, key);
    expect(isIn(place.keysDir, key), 'durable before the commit').toBe(true);
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(isIn(place.keysDir, key)).toBe(false);

  // The outcome of a commit that fails is unknown, so this key is left to `reapKeys`.
  const raise = `begin raise exception 'refused'; end`;
  await run(deps, `create function refuse() returns trigger language plpgsql as '${raise.replaceAll("'", "''")}'`);
  await run(
    deps,
    'create constraint trigger refuse after insert on share deferrable initially deferred for each row execute function refuse()',
  );
  const share = new TestShare(place.clock.now());
  await expect(share.create(deps)).rejects.toThrow('refused');
  expect(isIn(place.keysDir, share.id)).toBe(true);
  await deps.store.reapKeys?.();
  expect(isIn(place.keysDir, share.id)).toBe(false);
  await run(deps, 'drop trigger refuse on share');
  expect(slots).not.toContain(await slotOf(deps, await madeShare(deps)));
});

test('a key that a killed process left is zeroed once no transaction can name it any more', async () => {
  await using place = await makeFolderPlace();
  await using deps = await place.open();
  const live = await madeShare(deps);
  const [left, foreign] = [randomBytes(48), randomBytes(48)];
  const path = join(place.keysDir, first);
  const bytes = readFileSync(path);
  bytes.set(left, positionOf(100));
  bytes.set(foreign, positionOf(5000));
  writeFileSync(path, bytes);

  let commit: () => void = () => undefined;
  const open = new Promise<void>((done) => (commit = done));
  const { promise: begun, resolve: begins } = Promise.withResolvers<undefined>();
  const running = deps.store.write(async (tx) => {
    await tx.run('update key_folder set next_slot = next_slot', []);
    begins(undefined);
    await open;
  });
  await begun;
  const reaped = deps.store.reapKeys?.();
  await expect.poll(() => isAskingForTransactions(deps)).toBe(true);
  const stillThere = isIn(place.keysDir, left);
  commit();
  expect(stillThere, 'a transaction is still running that may name it').toBe(true);
  await Promise.all([running, reaped]);
  expect(isIn(place.keysDir, left)).toBe(false);
  expect(isIn(place.keysDir, foreign), 'not given to anybody by this database').toBe(true);
  expect((await live.open(deps)).head.viewsLeft).toBe(0);
});

test('a folder that is missing, empty, or of another database keeps the service from starting', async () => {
  await using place = await makeFolderPlace();
  await using other = await makeFolderPlace();
  {
    await using deps = await place.open();
    await madeShare(deps);
    await using second = await other.open();
    await madeShare(second);
  }
  const aside = `${place.keysDir}.aside`;
  const refusal = async (options?: Options) => {
    const error: unknown = await place.open(options).then(
      (deps) => deps.store.close(),
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message;
  };
  renameSync(place.keysDir, aside);
  expect(await refusal()).toMatch(/^There is no folder .*keys \(SOTTO_KEYS_DIR\)\. Mount its disk/);
  mkdirSync(place.keysDir);
  expect(await refusal()).toMatch(/its file sotto-keys is missing\. Is the disk mounted\?/);
  expect(await refusal({ keysDir: other.keysDir })).toMatch(/belong to another database/);
  expect(await refusal({ keysDir: other.keysDir, acceptLostKeys: true })).toMatch(/belong to another database/);
  rmSync(place.keysDir, { recursive: true });
  renameSync(aside, place.keysDir);
  await expect(place.openTable()).rejects.toThrow(/SOTTO_KEYS_DIR is not set/);

  const path = join(place.keysDir, first);
  const whole = readFileSync(path);
  truncateSync(path, FILE_BYTES - 64);
  expect(await refusal()).toMatch(/has 4198336 bytes instead of 4198400/);
  writeFileSync(path, readFileSync(join(other.keysDir, first)));
  expect(await refusal()).toMatch(/is not a file of this database/);
  rmSync(path);
  expect(await refusal()).toMatch(/keys-000000\.slots is missing/);
  writeFileSync(path, whole);
  await using deps = await place.open();
  expect(await deps.store.keysWork()).toBe(true);
});

test('a folder with files of another user is refused with the command that mends it', () => {
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
  expect(() => explain(denied, '/keys')).toThrow(
    /^This user may not use .*\/keys, or a file in it\. .* chown -R USER \/keys$/,
  );
});

test('keys that are lost end their shares only if the operator accepts it', async () => {
  await using place = await makeFolderPlace();
  const { share, lost } = await (async () => {
    await using deps = await place.open();
    const made = { share: await madeShare(deps), lost: await madeShare(deps) };
    const bytes = readFileSync(join(place.keysDir, first));
    bytes.fill(
      0,
      positionOf((await slotOf(deps, made.lost)) ?? 0),
      positionOf(((await slotOf(deps, made.lost)) ?? 0) + 1),
    );
    writeFileSync(join(place.keysDir, first), bytes);
    await expect(made.lost.open(deps)).rejects.toMatchObject({ code: 'unavailable', members: { part: 'keys' } });
    expect((await findShare(deps.store.read, made.lost.id))?.state, 'nothing has ended').toBe('live');
    return made;
  })();
  const said: string[] = [];
  {
    await using deps = await place.open({ report: (sentence) => said.push(sentence) });
    await deps.store.reapKeys?.();
    expect(said).toEqual([expect.stringMatching(/^The keys of 1 live share are not in/)]);
  }
  await using deps = await place.open({ acceptLostKeys: true });
  expect((await findShare(deps.store.read, lost.id))?.state).toBe('destroyed');
  expect((await share.open(deps)).head.viewsLeft).toBe(0);
});

test('a database that was restored from an older backup gives no slot away twice', async () => {
  await using place = await makeFolderPlace();
  const share = await (async () => {
    await using deps = await place.open();
    const made = await madeShare(deps);
    await run(deps, 'update key_folder set next_slot = 0');
    return made;
  })();
  await expect(place.open()).rejects.toThrow(/has keys that this database does not know/);
  await using deps = await place.open({ acceptLostKeys: true });
  await madeShare(deps);
  expect((await share.open(deps)).head.viewsLeft).toBe(0);
});

test('while the folder is gone nothing is acknowledged or lost, and the sweep finishes what was not erased', async () => {
  await using place = await makeFolderPlace();
  await using deps = await place.open();
  const [share, ended] = [await madeShare(deps), await madeShare(deps)];
  const aside = `${place.keysDir}.aside`;
  cpSync(place.keysDir, aside, { recursive: true });
  rmSync(place.keysDir, { recursive: true });
  mkdirSync(place.keysDir);
  const unavailable = { code: 'unavailable', members: { part: 'keys' } };
  expect(await deps.store.keysWork()).toBe(false);
  await expect(madeShare(deps)).rejects.toMatchObject(unavailable);
  await expect(share.open(deps)).rejects.toMatchObject(unavailable);
  await expect(ended.delete(deps), 'committed, but its key is not erased').rejects.toMatchObject(unavailable);
  await expect(sweep(deps)).rejects.toMatchObject(unavailable);
  expect(readdirSync(place.keysDir), 'nothing is written to the wrong folder').toEqual([]);

  rmSync(place.keysDir, { recursive: true });
  renameSync(aside, place.keysDir);
  expect(await deps.store.keysWork()).toBe(true);
  await madeShare(deps);
  expect((await share.open(deps)).head.viewsLeft).toBe(0);
  expect(isIn(place.keysDir, ended.id)).toBe(true);
  await sweep(deps);
  expect(isIn(place.keysDir, ended.id)).toBe(false);
  expect(await slotOf(deps, ended)).toBe(null);
});

test('keys move to the folder and back, and the database refuses them in the old place', async () => {
  await using place = await makeFolderPlace();
  await using table = await place.openTable();
  const shares = await Promise.all(Array.from({ length: 20 }, () => madeShare(table)));
  await expect(place.open()).rejects.toThrow(/sotto admin move-keys --to folder/);

  expect(await place.move('folder')).toEqual({ keys: 20 });
  expect(await place.move('folder')).toEqual({ keys: 0 });
  expect(await table.store.read.run('select * from erasure_key', [])).toEqual([]);
  // A process that was started before.
  await expect(madeShare(table)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(shares[0]?.open(table)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await table.store.fitsSchema()).toBe(false);
  {
    await using deps = await place.open();
    for (const share of shares.slice(0, 10)) expect((await share.open(deps)).head.viewsLeft).toBe(0);
    await shares[10]?.delete(deps);
    await madeShare(deps);

    expect(await place.move('database')).toEqual({ keys: 20 });
    expect(readdirSync(place.keysDir)).toEqual([]);
    await expect(madeShare(deps)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await deps.store.fitsSchema()).toBe(false);
  }
  for (const share of shares.slice(11)) expect((await share.open(table)).head.viewsLeft).toBe(0);
  await madeShare(table);
  expect(await place.move('database'), 'it can be repeated').toEqual({ keys: 0 });
  expect((await place.move('folder')).keys).toBeGreaterThan(9);
});
