import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toHex } from '#crypto/bytes.ts';
import { claimDue, CLAIM_SECONDS, countWaiting } from '#server/records/outbox-claim.ts';
import type { ClaimedRow } from '#server/records/outbox-claim.ts';
import type { OutboxTable } from '#server/db/gate-tables.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';
import { openOutbox, startOutbox } from './run-outbox.ts';
import type { Delivered, OutboxWork } from './run-outbox.ts';

const never = new AbortController().signal;

async function insert({ deps, clock }: TestStore, kind: OutboxTable['kind'] = 'notice'): Promise<Uint8Array> {
  const id = new Uint8Array(randomBytes(16));
  const values = { id, kind, share_id: null, due_at: clock.now(), tries: 0, sealed: new Uint8Array(8) };
  await deps.store.write(async (tx) => {
    const { sql, parameters } = tx.kysely.insertInto('outbox').values(values).compile();
    await tx.run(sql, parameters);
  });
  return id;
}

interface Courier extends OutboxWork {
  readonly sent: ClaimedRow[];
  readonly failures: unknown[];
}

function courier(deliver: (row: ClaimedRow) => Delivered | Promise<Delivered>, atOnce = 8): Courier {
  const [sent, failures]: [ClaimedRow[], unknown[]] = [[], []];
  return {
    ...{ sent, failures, atOnce, kinds: ['notice'] },
    failed: (error) => failures.push(error),
    deliver: async (row) => {
      sent.push(row);
      return deliver(row);
    },
  };
}

const remove: Delivered = { next: 'remove' };

describe.each(dialects)('%s', (dialect) => {
  test('a row is sent once and removed; other kinds and rows that are not due stay', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const id = await insert(testStore);
    await insert(testStore, 'none');
    clock.advance(-1);
    const work = courier(() => remove);
    const outbox = openOutbox(deps, work, never);
    await outbox.beat();
    expect(work.sent, 'not due yet').toEqual([]);
    clock.advance(1);
    for (let beats = 0; beats < 3; beats++) {
      await outbox.beat();
      await outbox.idle();
    }
    expect(work.sent).toMatchObject([{ kind: 'notice', shareId: null, tries: 1 }]);
    expect(work.sent.map((row) => toHex(row.id))).toEqual([toHex(id)]);
    expect([await countWaiting(deps.store.read, 'notice'), await countWaiting(deps.store.read, 'none')]).toEqual([
      0, 1,
    ]);
  });

  test('what is never sent goes when it is due, however much is being sent', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    await insert(testStore);
    await insert(testStore, 'none');
    await insert(testStore, 'code');
    clock.advance(-1);
    const gate = Promise.withResolvers<Delivered>();
    const work: Courier = { ...courier(() => gate.promise, 1), discards: ['none'] };
    const outbox = openOutbox(deps, work, never);
    const counts = () =>
      Promise.all((['notice', 'none', 'code'] as const).map((kind) => countWaiting(deps.store.read, kind)));
    await outbox.beat();
    expect(await counts(), 'not due yet').toEqual([1, 1, 1]);
    clock.advance(1);
    await outbox.beat();
    expect(await counts()).toEqual([1, 0, 1]);
    await insert(testStore, 'none');
    await outbox.beat();
    expect(await counts(), 'while one is being sent').toEqual([1, 0, 1]);
    gate.resolve(remove);
    await outbox.idle();
  });

  test('two processes never send a row at the same time', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    for (let rows = 0; rows < 20; rows++) await insert(testStore);
    const other = await testStore.open();
    const claims = Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? deps.store : other).write((tx) => claimDue(tx, { kinds: ['notice'], limit: 5 })),
    );
    const claimed = (await Promise.all(claims)).flat().map(({ id }) => toHex(id));
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed).toHaveLength(20);
    await other.close();
  });

  test('a row whose process was killed is due again after a minute, and the late one changes nothing', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    await insert(testStore);
    const gate = Promise.withResolvers<Delivered>();
    const killed = openOutbox(
      deps,
      courier(() => gate.promise),
      never,
    );
    await killed.beat();
    const next = courier(() => ({ next: 'again', afterSeconds: 240 }));
    const outbox = openOutbox(deps, next, never);
    clock.advance(CLAIM_SECONDS - 1);
    await outbox.beat();
    expect(next.sent).toHaveLength(0);
    clock.advance(1);
    await outbox.beat();
    await outbox.idle();
    expect(next.sent.map(({ tries }) => tries)).toEqual([2]);
    gate.resolve(remove);
    await killed.idle();
    expect(await countWaiting(deps.store.read, 'notice'), 'the second claim counts').toBe(1);
    clock.advance(239);
    await outbox.beat();
    expect(next.sent).toHaveLength(1);
    clock.advance(1);
    await outbox.beat();
    await outbox.idle();
    expect(next.sent.map(({ tries }) => tries)).toEqual([2, 3]);
  });

  test('no more rows than allowed are sent at a time', async () => {
    await using testStore = await openTestStore(dialect);
    for (let rows = 0; rows < 5; rows++) await insert(testStore);
    const gate = Promise.withResolvers<Delivered>();
    const work = courier(() => gate.promise, 2);
    const outbox = openOutbox(testStore.deps, work, never);
    await outbox.beat();
    await outbox.beat();
    expect(work.sent).toHaveLength(2);
    gate.resolve(remove);
    await outbox.idle();
    await outbox.beat();
    await outbox.idle();
    expect(work.sent).toHaveLength(4);
  });

  test('what a delivery records is undone with it, and a row that always fails is given up', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    await insert(testStore);
    const record = async () => {
      throw new Error('not recorded');
    };
    const work = courier(() => ({ next: 'remove', record }));
    const outbox = openOutbox(deps, work, never);
    for (let minutes = 0; minutes < 25; minutes++) {
      await outbox.beat();
      await outbox.idle();
      clock.advance(CLAIM_SECONDS);
    }
    expect(work.failures).toHaveLength(20);
    expect(await countWaiting(deps.store.read, 'notice')).toBe(0);
  });
});

test('a running outbox sends what is due, and stopping waits for what is being sent', async () => {
  await using testStore = await openTestStore('SQLite');
  const gate = Promise.withResolvers<Delivered>();
  const began = Promise.withResolvers<true>();
  const work = courier(() => {
    began.resolve(true);
    return gate.promise;
  });
  await insert(testStore);
  const stop = startOutbox(testStore.deps, work);
  await began.promise;
  const stopped = stop();
  gate.resolve(remove);
  await stopped;
  expect(await countWaiting(testStore.deps.store.read, 'notice')).toBe(0);
});
