import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, fromBase64url, toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { SettableClock, TestStore } from '#server/testing/test-stores.ts';
import { createShare } from './create-share.ts';
import type { CreateShareInput } from './create-share.ts';

const DAY = 24 * 3600;

describe.each(dialects)('%s', (dialect) => {
  let testStore: TestStore;
  let deps: Deps;
  let clock: SettableClock;

  beforeAll(async () => {
    testStore = await openTestStore(dialect);
    ({ deps, clock } = testStore);
  });

  afterAll(async () => {
    await testStore[Symbol.asyncDispose]();
  });

  const changed = ({ toCreate }: TestShare, head: Partial<CreateShareInput['head']>): CreateShareInput => ({
    ...toCreate,
    head: { ...toCreate.head, ...head },
  });

  test('a repeated create reports the share as it is now, whatever happened to it', async () => {
    const share = new TestShare(clock.now());
    const reply = { state: 'live', createdAt: clock.now(), expiresAt: share.toCreate.head.expiresAt };
    expect(await share.create(deps)).toEqual({ created: true, reply });
    clock.advance(10);
    expect(await share.create(deps)).toEqual({ created: false, reply });
    await share.open(deps);
    expect(await share.create(deps)).toEqual({ created: false, reply: { ...reply, state: 'spent' } });
    await share.delete(deps);
    expect(await share.create(deps)).toEqual({ created: false, reply: { ...reply, state: 'deleted' } });
    clock.advance(DAY);
    expect(await share.create(deps)).toEqual({ created: false, reply: { ...reply, state: 'deleted' } });
  });

  test('concurrent creates of one share make one share', async () => {
    const share = new TestShare(clock.now());
    const made = await Promise.all(Array.from({ length: 20 }, () => share.create(deps)));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  test('while a share exists, a create with other content is a conflict and changes nothing', async () => {
    const share = await madeShare(deps, { maxViews: 2 });
    const { head, note, sealed } = share.toCreate;
    const others: CreateShareInput[] = [
      changed(share, { linkProof: secret() }),
      changed(share, { ownerProof: secret() }),
      changed(share, { openProof: secret() }),
      changed(share, { preamble: toBase64url(concat(fromBase64url(head.preamble).subarray(0, 51), randomBytes(32))) }),
      changed(share, { maxViews: 3 }),
      changed(share, { expiresAt: head.expiresAt + 1 }),
      changed(share, { expiresAt: head.expiresAt + 365 * DAY }),
      changed(share, { attemptLimit: 6 }),
      changed(share, { onLimit: 'destroy' }),
      { ...share.toCreate, note: new Uint8Array(0) },
      { ...share.toCreate, note: concat(note.subarray(0, -1), Uint8Array.of((note.at(-1) ?? 0) ^ 1)) },
      { ...share.toCreate, sealed: concat(sealed.subarray(0, -1), Uint8Array.of((sealed.at(-1) ?? 0) ^ 1)) },
    ];
    for (const other of others) {
      await expect(createShare(deps, other)).rejects.toMatchObject({ code: 'conflict' });
    }
    expect((await share.open(deps)).sealed).toEqual(sealed);
  });

  test('a create proof for another id is refused the same way, whether the id is taken or not', async () => {
    const share = await madeShare(deps);
    const foreign = new TestShare(clock.now());
    for (const id of [share.id, randomBytes(16)]) {
      await expect(createShare(deps, { ...foreign.toCreate, id })).rejects.toMatchObject({
        code: 'create-proof-mismatch',
        members: {},
      });
    }
  });

  test('terms over a limit are refused with its name; a minute of slack is allowed, an expiry in the past is not', async () => {
    const { limits } = deps.config;
    const now = clock.now();
    const refused = async (terms: object, limit: string) => {
      const { toCreate } = new TestShare(now, terms);
      await expect(createShare(deps, toCreate)).rejects.toMatchObject({ code: 'terms-refused', members: { limit } });
    };
    await refused({ expiresAt: now }, 'minTtlSeconds');
    await refused({ expiresAt: now + limits.maxTtlSeconds + 61 }, 'maxTtlSeconds');
    await refused({ maxViews: limits.maxViews + 1 }, 'maxViews');
    await refused({ sealedBytes: limits.maxSealedBytes + 1 }, 'maxSealedBytes');
    await madeShare(deps, { expiresAt: now + 1 });
    await madeShare(deps, { expiresAt: now + limits.maxTtlSeconds + 60, maxViews: 0 });
    await madeShare(deps, { sealedBytes: limits.maxSealedBytes });
  });

  test('content that no reader could open is malformed', async () => {
    const share = new TestShare(clock.now());
    const preamble = fromBase64url(share.toCreate.head.preamble);
    const withByte = (index: number, value: number) =>
      changed(share, { preamble: toBase64url(preamble.map((byte, i) => (i === index ? value : byte))) });
    const malformed: CreateShareInput[] = [
      withByte(0, 2),
      withByte(1, 2),
      withByte(1, 0),
      withByte(2, 2),
      withByte(50, (preamble[50] ?? 0) ^ 1),
      { ...share.toCreate, sealed: share.toCreate.sealed.subarray(1) },
      { ...share.toCreate, note: share.toCreate.note.subarray(1) },
      changed(share, { linkProof: `${secret().slice(0, 42)}B` }),
    ];
    for (const create of malformed)
      await expect(createShare(deps, create)).rejects.toMatchObject({ code: 'malformed' });
    expect(await share.create(deps)).toMatchObject({ created: true });
  });

  test('a share without a note has no note', async () => {
    const share = new TestShare(clock.now());
    await createShare(deps, { ...share.toCreate, note: new Uint8Array(0) });
    expect(await share.status(deps)).not.toHaveProperty('note');
  });
});
