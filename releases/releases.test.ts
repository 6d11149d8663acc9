import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { readLink } from '#client/link.ts';
import { readStatus, unlock } from '#client/manage.ts';
import { describe } from '#client/open.ts';
import { decodeId } from '#crypto/ids.ts';
import { readFragment } from '#crypto/link.ts';
import { openStore } from '#server/store.ts';
import { linkKeyOf } from './link-key-of.ts';
import { apiOn, MADE_AT, open } from './make-release.ts';
import type { ReleasedShare } from './make-release.ts';

const publicUrl = 'http://localhost:3000/';
const folder = import.meta.dirname;
const copies: string[] = [];
const releases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

afterAll(() => copies.forEach((copy) => rmSync(copy, { recursive: true })));

function sharesOf(release: string): Record<string, ReleasedShare> {
  return JSON.parse(readFileSync(join(folder, release, 'shares.json'), 'utf8')) as Record<string, ReleasedShare>;
}

/** A copy, a while after it was made: leases still run, what was sealed for a minute has expired. */
async function openCopy(release: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-release-'));
  copies.push(dataDir);
  cpSync(join(folder, release, 'data-folder'), dataDir, { recursive: true });
  const clock = { now: () => MADE_AT + 120 };
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  return { store, api: await apiOn(store, clock, dataDir) };
}

function ownerOf({ manageLink }: ReleasedShare) {
  const link = readLink(manageLink, { publicUrl });
  const fragment = readFragment(manageLink, decodeId(link.kind === 'manage' ? link.id : '') ?? new Uint8Array(16));
  if (link.kind !== 'manage' || !fragment.ok) throw new Error('Not a manage link.');
  return { id: link.id, ownerKey: fragment.key };
}

test('there is a data folder of the first release', () => {
  expect(releases.map(({ name }) => name)).toContain('0.1.0');
});

group.each(releases.map(({ name }) => name))('the data folder of %s, opened by this release', (release) => {
  const shares = sharesOf(release);
  const share = (name: string) => {
    const found = shares[name];
    if (found === undefined) throw new Error(name);
    return found;
  };
  const openText = async (api: Api, name: string, password?: string) =>
    (await open(api, share(name).link, password)).payload.text;

  test('what could be opened then can be opened now', async () => {
    const { store, api } = await openCopy(release);
    expect(await openText(api, 'once')).toBe(share('once').text);
    expect(await openText(api, 'password', 'correct horse')).toBe(share('password').text);
    expect(await openText(api, 'unlimited')).toBe(share('unlimited').text);
    expect(await openText(api, 'opened once of two')).toBe(share('opened once of two').text);
    await expect(openText(api, 'opened once of two')).rejects.toMatchObject({ code: 'ended' });
    await store.close();
  });

  test('what had ended is told as it ended, and what was locked can be unlocked', async () => {
    const { store, api } = await openCopy(release);
    const stateOf = async (name: string) => (await describe(api, linkKeyOf(share(name).link, publicUrl))).state;
    const names = ['being read', 'spent', 'locked', 'destroyed', 'deleted', 'expired'];
    const states = await Promise.all(names.map(stateOf));
    expect(states).toEqual(['spent', 'spent', 'locked', 'destroyed', 'deleted', 'expired']);
    await unlock(api, ownerOf(share('locked')));
    expect(await openText(api, 'locked', 'correct horse')).toBe(share('locked').text);
    await store.close();
  });

  test('its owner still reads the title and the history', async () => {
    const { store, api } = await openCopy(release);
    expect(await readStatus(api, ownerOf(share('once')))).toMatchObject({ title: 'For the bank', openedAt: [] });
    expect(await readStatus(api, ownerOf(share('opened once of two')))).toMatchObject({
      openedAt: [MADE_AT],
      viewsLeft: 1,
    });
    await store.close();
  });
});
