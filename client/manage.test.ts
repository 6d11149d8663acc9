import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { sealPeople } from '#crypto/people.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import { createApi } from './api.ts';
import { readStatus } from './manage.ts';

const idBytes = new Uint8Array(16).fill(7);
const ownerKey = new Uint8Array(32).fill(9);
const owner = { id: encodeId(idBytes), ownerKey };

/** Reads a status with this list and note, as a server sends it. */
async function statusWith(list: Uint8Array, note?: string) {
  const reply: StatusReply = {
    ...{ state: 'live', createdAt: 1, expiresAt: 9000, maxViews: 2, viewsLeft: 2, hasPassword: false, attempts: 0 },
    ...{ attemptLimit: 5, onLimit: 'lock', openedAt: [], reading: 0, ...(note !== undefined && { note }) },
    people: { viewsEach: 1, recipients: [1, 2].map((n) => ({ n, openedAt: [] })), list: toBase64url(list) },
  };
  const fetch = async () => Response.json(reply);
  return readStatus(createApi({ baseUrl: 'https://sotto.example/', fetch, wait: async () => undefined }), owner);
}

test.each([undefined, 'bm90IGEgbm90ZQ'])('the owner reads the addresses, and no log does (note: %s)', async (note) => {
  const addresses = ['ana@example.org', 'bob@example.org'];
  const share = await statusWith(await sealPeople(ownerKey, idBytes, addresses), note);
  expect(share.addresses).toEqual(addresses);
  for (const text of [JSON.stringify(share), inspect(share)]) expect(text).not.toContain('@example.org');
});

test('a list that was sealed with another key names nobody', async () => {
  const share = await statusWith(await sealPeople(new Uint8Array(32), idBytes, ['eve@example.org']));
  expect(share.addresses).toBeUndefined();
  expect(share.people?.recipients.length).toBe(2);
});
