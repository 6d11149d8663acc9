import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect, TestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { insertUpload } from './file-body.ts';
import {
  findFirstLapse,
  findReservedSums,
  findWrongReservations,
  foldReservations,
  recountReservations,
  sumReserved,
} from './reservation-total.ts';
import { dropReservation, fillReservation, forgetSomeReservations, putReservation } from './reservation.ts';
import type { Networks } from './reservation.ts';

const hashOf = (name: number) => new Uint8Array(32).fill(name);
const network = hashOf(9);
/** Two addresses in one network, an address in another, and a client that no portion limits. */
const clients: readonly Networks[] = [
  { addressHash: hashOf(1), siteHash: null, networkHash: network },
  { addressHash: hashOf(2), siteHash: null, networkHash: network },
  { addressHash: hashOf(3), siteHash: hashOf(4), networkHash: hashOf(5) },
  { addressHash: null, siteHash: null, networkHash: null },
];

interface Modelled {
  bytes: number;
  until: number;
  client: Networks;
}
/** Sums over the reservations themselves. */
type Model = Map<string, Modelled>;

const HOUR = 3600;
const counted = (model: Model, now: number) =>
  [...model.values()].filter(({ until }) => until > now && until <= now + HOUR);

function expectedFor(model: Model, now: number, { addressHash, siteHash, networkHash }: Networks) {
  const sum = (isCounted: (client: Networks) => boolean) =>
    counted(model, now).reduce((total, { bytes, client }) => total + (isCounted(client) ? bytes : 0), 0);
  return {
    all: sum(() => true),
    address: sum((client) => addressHash !== null && client.addressHash === addressHash),
    site: sum((client) => siteHash !== null && client.siteHash === siteHash),
    network: sum((client) => networkHash !== null && client.networkHash === networkHash),
  };
}

interface World extends TestStore {
  readonly model: Model;
  readonly ids: Map<string, Uint8Array>;
}

const upload = fc.integer({ min: 0, max: 5 }).map(String);
const client = fc.constantFrom(...clients);
const bytes = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 }), fc.constant(8e12));
const seconds = fc.constantFrom(1, 60, 119, 120, 600);
const act = <Name extends string>(...names: readonly Name[]) => fc.constantFrom(...names);

const uploadActs = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: act('begin'), upload, client, bytes }) },
  { weight: 4, arbitrary: fc.record({ act: act('fill'), upload, bytes }) },
  { weight: 3, arbitrary: fc.record({ act: act('continue', 'undo'), upload, client, bytes }) },
  { weight: 1, arbitrary: fc.record({ act: act('finish', 'delete'), upload }) },
);
const otherActs = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: act('pass'), seconds }) },
  { weight: 1, arbitrary: fc.record({ act: act('jump'), seconds: fc.constantFrom(-HOUR, 5 * HOUR) }) },
  { weight: 1, arbitrary: fc.record({ act: act('sweep', 'fold') }) },
);
type UploadAct = typeof uploadActs extends fc.Arbitrary<infer T> ? T : never;
type OtherAct = typeof otherActs extends fc.Arbitrary<infer T> ? T : never;

/** Replaces the reservation of a pending upload, as the start of an upload and a part do. */
async function reserve(
  tx: Transaction,
  { id, client: of, bytes: amount }: { id: Uint8Array; client: Networks; bytes: number },
) {
  await dropReservation(tx, id);
  await putReservation(tx, { ...of, id, bytes: amount, forSeconds: 600 });
}

const pendingRow = (id: Uint8Array) => ({
  ...{ id, linkHash: id, ownerHash: id, bodyName: Buffer.from(id).toString('hex') },
  ...{ bodyBytes: 1, partChunks: 1, idleSeconds: 1800, longestSeconds: 86_400 },
});

async function performOther({ deps: { store }, clock, model }: World, other: OtherAct): Promise<void> {
  if (other.act === 'pass') clock.advance(other.seconds);
  if (other.act === 'jump') clock.jump(other.seconds);
  if (other.act === 'sweep') {
    while (await store.write(forgetSomeReservations));
    for (const [name, { until }] of model) if (until <= clock.now()) model.delete(name);
  }
  if (other.act === 'sweep' || other.act === 'fold') await store.write(foldReservations);
}

async function performBegin(
  { deps: { store }, clock, model, ids }: World,
  begin: UploadAct & { readonly act: 'begin' },
) {
  if (ids.has(begin.upload)) return;
  const { id } = new TestShare(clock.now());
  await store.write(async (tx) => {
    await insertUpload(tx, pendingRow(id));
    await putReservation(tx, { ...begin.client, id, bytes: begin.bytes, forSeconds: 120 });
  });
  ids.set(begin.upload, id);
  model.set(begin.upload, { bytes: begin.bytes, until: clock.now() + 120, client: begin.client });
}

async function performOnUpload(world: World, of: UploadAct): Promise<void> {
  if (of.act === 'begin') return performBegin(world, of);
  const { clock, model, ids } = world;
  const { store } = world.deps;
  const id = ids.get(of.upload);
  if (id === undefined) return;
  if (of.act === 'continue') {
    await store.write((tx) => reserve(tx, { ...of, id }));
    model.set(of.upload, { bytes: of.bytes, until: clock.now() + 600, client: of.client });
  } else if (of.act === 'undo') {
    const undone = store.write(async (tx) => {
      await reserve(tx, { ...of, id });
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
  } else if (of.act === 'fill') {
    const held = model.get(of.upload);
    const isEnough = held !== undefined && counted(model, clock.now()).includes(held) && held.bytes >= of.bytes;
    expect(await store.write((tx) => fillReservation(tx, { id, bytes: of.bytes, forSeconds: 600 }))).toBe(isEnough);
    if (isEnough) model.set(of.upload, { ...held, bytes: held.bytes - of.bytes, until: clock.now() + 600 });
  } else {
    await store.write(async ({ kysely }) => {
      if (of.act === 'delete') await kysely.deleteFrom('share').where('id', '=', id).execute();
      else await kysely.updateTable('share').set({ state: 'live' }).where('id', '=', id).execute();
    });
    model.delete(of.upload);
    ids.delete(of.upload);
  }
}

const isOnUpload = (one: UploadAct | OtherAct): one is UploadAct => 'upload' in one;

async function expectAsModelled({ deps, clock, model }: World): Promise<void> {
  const { read } = deps.store;
  const now = clock.now();
  const found = await deps.store.write((tx) => Promise.all(clients.map((of) => findReservedSums(tx, of))));
  expect(found).toEqual(clients.map((of) => expectedFor(model, now, of)));
  expect(await sumReserved(read)).toBe(expectedFor(model, now, clients[0] as Networks).all);
  const lapses = counted(model, now).flatMap(({ bytes: held, until }) => (held > 0 ? [until - now] : []));
  expect(await findFirstLapse(read)).toBe(lapses.length === 0 ? undefined : Math.min(...lapses));
  expect(await findWrongReservations(read)).toEqual([]);
}

const runs: Readonly<Record<TestDialect, number>> = { SQLite: 40, PostgreSQL: 4 };

describe.each(dialects)('%s', (dialect) => {
  test('the sums match a model while uploads start, continue, lapse and end', async () => {
    await using testStore = await openTestStore(dialect);
    const property = fc.asyncProperty(
      fc.array(fc.oneof({ weight: 2, arbitrary: uploadActs }, { weight: 1, arbitrary: otherActs }), {
        minLength: 20,
        maxLength: 40,
      }),
      async (all) => {
        await testStore.deps.store.write(({ kysely }) => kysely.deleteFrom('share').execute());
        const world: World = { ...testStore, model: new Map(), ids: new Map() };
        for (const one of all) {
          await (isOnUpload(one) ? performOnUpload(world, one) : performOther(world, one));
          await expectAsModelled(world);
        }
      },
    );
    await fc.assert(property, { numRuns: runs[dialect] });
  });

  test('once nothing is reserved, no hash of a client is left', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const uploads = Array.from({ length: 8 }, () => new TestUpload(clock.now(), { bodyBytes: 1000 }));
    for (const started of uploads) await started.begin(deps);
    for (const ended of uploads.slice(0, 4)) {
      await ended.putAll(deps);
      await ended.finish(deps);
    }
    clock.advance(120);
    await sweep(deps);
    const rows = (table: 'reservation' | 'reservation_total') => deps.store.read.kysely.selectFrom(table).selectAll();
    expect([await rows('reservation').execute(), await rows('reservation_total').execute()]).toEqual([[], []]);
  });

  test('two processes that start, continue, sweep and fold at once keep the sums right', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const processes: Deps[] = [deps, { ...deps, store: await testStore.open() }];
    const at = (i: number): Deps => processes[i % 2] ?? deps;
    const uploads = Array.from({ length: 16 }, () => new TestUpload(clock.now()));
    await Promise.all(uploads.map((started, i) => started.begin(at(i))));
    clock.advance(1);
    await Promise.all(
      [
        ...uploads.map((going, i) => going.put(at(i), 0)),
        ...uploads.slice(0, 4).map((deleted, i) => deleted.share.delete(at(i)).catch(() => undefined)),
        ...processes.flatMap((own) => [sweep(own), own.store.write(foldReservations)]),
      ].map((work) => work.catch(() => undefined)),
    );
    expect(await findWrongReservations(deps.store.read)).toEqual([]);
    expect(await sumReserved(deps.store.read)).toBeGreaterThan(0);
    await processes[1]?.store.close();
  });

  test('sums that were damaged from outside are found and recounted', async () => {
    await using testStore = await openTestStore(dialect);
    const { store } = testStore.deps;
    await new TestUpload(testStore.clock.now()).begin(testStore.deps);
    const before = await sumReserved(store.read);
    await store.write(async (tx) => {
      await foldReservations(tx);
      await sql`update reservation_total set bytes = bytes + 5`.execute(tx.kysely);
      await sql`insert into reservation_total (name, until, bytes) values (${hashOf(7)}, 12, 34)`.execute(tx.kysely);
    });
    expect(await findWrongReservations(store.read)).not.toEqual([]);
    expect(await store.write(recountReservations)).toBe(true);
    expect(await findWrongReservations(store.read)).toEqual([]);
    expect(await sumReserved(store.read)).toBe(before);
    expect(await store.write(recountReservations)).toBe(false);
  });
});
