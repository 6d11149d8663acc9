import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { createRequest } from '#server/requests/create-request.ts';
import { createShare } from '#server/shares/create-share.ts';
import { madeRequest, TestRequestOf } from '#server/testing/test-request.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { uploaded } from '#server/testing/test-upload.ts';
import { lendKey } from './lend-key.ts';
import { KEY_BYTES, openSlotFile } from './slot-file.ts';

interface Watched {
  readonly deps: Deps;
  /** Every key that was created or read, as it is in memory now. */
  readonly keys: Uint8Array[];
}

/** The same deps, but they record every key that is lent, with the actual bytes. */
function watched(deps: Deps): Watched {
  const keys: Uint8Array[] = [];
  const store: Database = {
    ...deps.store,
    withKey: (place, use) =>
      deps.store.withKey(place, (key) => {
        if (key !== undefined) keys.push(key);
        return use(key);
      }),
  };
  const random = (bytes: number) => {
    const made = deps.random(bytes);
    if (bytes === KEY_BYTES) keys.push(made);
    return made;
  };
  return { deps: { ...deps, store, random }, keys };
}

/** @param count the number of lent keys, which must all be zeros by now */
function expectOverwritten(keys: Uint8Array[], count: number, what: string): void {
  expect(keys.length, what).toBe(count);
  for (const key of keys.splice(0)) expect(Buffer.from(key), what).toEqual(Buffer.alloc(KEY_BYTES));
}

describe.each(dialects)('%s', (dialect) => {
  test('every key of a share is overwritten once the result is ready', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, keys } = watched(testStore.deps);
    const share = await madeShare(deps, { maxViews: 2, password: true });
    expectOverwritten(keys, 1, 'create');
    await share.create(deps);
    expectOverwritten(keys, 2, 'the same create again');
    const claim = secret();
    await share.open(deps, claim);
    expectOverwritten(keys, 1, 'open');
    await share.open(deps, claim);
    expectOverwritten(keys, 1, 'open again');
    await share.status(deps);
    expectOverwritten(keys, 1, 'status');
    await uploaded(deps);
    expectOverwritten(keys, 1, 'a share with files');
    const request = await madeRequest(deps, { maxAnswers: 3 });
    expectOverwritten(keys, 1, 'request');
    await request.create(deps);
    expectOverwritten(keys, 1, 'the same request again');
    await request.read(deps);
    expectOverwritten(keys, 1, 'read a request');
    await request.status(deps);
    expectOverwritten(keys, 1, 'status of a request');
    await request.answer(await deps.store.now()).create(deps);
    expectOverwritten(keys, 1, 'answer');
  });

  test('keys are also overwritten after a refusal or a database failure', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, keys } = watched(testStore.deps);
    const share = await madeShare(deps, { password: true });
    const request = await madeRequest(deps);
    keys.length = 0;
    const { head } = share.toCreate;
    await expect(createShare(deps, { ...share.toCreate, head: { ...head, maxViews: 9 } })).rejects.toThrow('conflict');
    expectOverwritten(keys, 2, 'a conflict');
    const other = { ...request.toCreate, head: { ...request.toCreate.head, maxAnswers: 9 } };
    await expect(createRequest(deps, other)).rejects.toThrow('conflict');
    expectOverwritten(keys, 1, 'a conflict of requests');
    await expect(share.open(deps, secret(), secret())).rejects.toThrow('wrong-password');
    expectOverwritten(keys, 1, 'a wrong password');
    await expect(request.read(deps, secret())).rejects.toThrow('wrong-password');
    expectOverwritten(keys, 1, 'a wrong proof');
    await share.delete(deps);
    await expect(share.open(deps)).rejects.toThrow('ended');
    expectOverwritten(keys, 0, 'a share that has ended');
    const write = () => Promise.reject(new Error('no disk'));
    const failing: Deps = { ...deps, store: { ...deps.store, write } };
    await expect(new TestShare(await deps.store.now()).create(failing)).rejects.toThrow('no disk');
    expectOverwritten(keys, 1, 'a create that fails');
    await expect(new TestRequestOf(await deps.store.now()).create(failing)).rejects.toThrow('no disk');
    expectOverwritten(keys, 1, 'a request that fails');
  });
});

test('a lent key is overwritten even if its use fails', async () => {
  for (const use of [() => 1, () => Promise.resolve(1)]) {
    const key = Buffer.from(randomBytes(KEY_BYTES));
    expect(await lendKey(key, use)).toBe(1);
    expect(key).toEqual(Buffer.alloc(KEY_BYTES));
  }
  const key = Buffer.from(randomBytes(KEY_BYTES));
  const fail = () => {
    throw new Error('no');
  };
  await expect(lendKey(key, fail)).rejects.toThrow('no');
  expect(key).toEqual(Buffer.alloc(KEY_BYTES));
});

test('clearing slots affects neither a pending key nor a written one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-slots-'));
  const slots = openSlotFile(join(folder, 'keys.slots'));
  const [id, other, key] = [randomBytes(16), randomBytes(16), randomBytes(KEY_BYTES)];
  slots.write(0, other, randomBytes(KEY_BYTES));
  slots.clear(0);
  slots.write(0, id, key);
  slots.clear(1);
  slots.write(1, other, key);
  slots.clear(1);
  await slots.sync();
  expect(key.equals(slots.read(0, id) ?? Buffer.alloc(0)), 'the caller’s key is unchanged').toBe(true);
  expect([slots.holds(0, id), slots.holds(0, other), slots.holds(1, other), slots.holds(9, id)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  slots.write(0, other, key);
  slots.discard();
  await slots.sync();
  expect(slots.holds(0, id)).toBe(true);
  slots.close();
  rmSync(folder, { recursive: true });
});
