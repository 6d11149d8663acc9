import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { readBody } from '#client/download.ts';
import { readInbox } from '#client/inbox.ts';
import { readLink } from '#client/link.ts';
import { readStatus, unlock } from '#client/manage.ts';
import { describe, newClaim, openShare } from '#client/open.ts';
import { openAnswer } from '#client/open-answer.ts';
import { decodeId } from '#crypto/ids.ts';
import { readFragment } from '#crypto/link.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { openStore } from '#server/store.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { admitCreator } from '#server/tokens/admit-creator.ts';
import { linkKeyOf } from './link-key-of.ts';
import { MADE_AT, open, quickKdf, serviceOn } from './make-release.ts';
import type { ReleasedShare, ReleasedThings } from './make-release.ts';

const publicUrl = 'http://localhost:3000/';
const folder = import.meta.dirname;
const copies: string[] = [];
const releases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

afterAll(() => copies.forEach((copy) => rmSync(copy, { recursive: true })));

function sharesOf(release: string): Record<string, ReleasedShare> {
  return JSON.parse(readFileSync(join(folder, release, 'shares.json'), 'utf8')) as Record<string, ReleasedShare>;
}

/** Releases before 0.2.0 had only texts. */
function thingsOf(release: string): ReleasedThings | undefined {
  const path = join(folder, release, 'things.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ReleasedThings) : undefined;
}

async function openWithClaim(api: Api, link: string) {
  const request = { ...linkKeyOf(link, publicUrl), claim: newClaim(), kdf: quickKdf };
  return { opened: await openShare(api, { ...request, description: await describe(api, request) }), ...request };
}

/** A copy, some time later: leases still run, and shares of one minute have expired. */
async function openCopy(release: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-release-'));
  copies.push(dataDir);
  cpSync(join(folder, release, 'data-folder'), dataDir, { recursive: true });
  const clock = { now: () => MADE_AT + 120 };
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  return { store, ...(await serviceOn(store, clock, dataDir)) };
}

function ownerOf({ manageLink }: Pick<ReleasedShare, 'manageLink'>) {
  const link = readLink(manageLink, { publicUrl });
  const fragment = readFragment(manageLink, decodeId(link.kind === 'manage' ? link.id : '') ?? new Uint8Array(16));
  if (link.kind !== 'manage' || !fragment.ok) throw new Error('Not a manage link.');
  return { id: link.id, ownerKey: fragment.key };
}

test('there is a data folder of every release', () => {
  expect(releases.map(({ name }) => name)).toEqual(expect.arrayContaining(['0.1.0', '0.2.0']));
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

const releasesWithThings = releases.map(({ name }) => name).filter((name) => thingsOf(name) !== undefined);

test.each(releasesWithThings)(
  'the data folder of %s: files, answers and tokens are there, and an unfinished upload can go on',
  async (release) => {
    const things = thingsOf(release) ?? expect.unreachable();
    const { store, api, requests, deps } = await openCopy(release);
    const { opened, claim } = await openWithClaim(api, things.files.link);
    const body = opened.body ?? expect.unreachable();
    const holder = { ...linkKeyOf(things.files.link, publicUrl), claim, body };
    const pieces: Uint8Array[] = [];
    for await (const piece of readBody(api, holder, { start: 0, end: body.totalBytes })) pieces.push(piece);
    const sha256 = createHash('sha256').update(Buffer.concat(pieces)).digest('hex');
    expect(sha256).toBe(things.files.contentSha256);

    const owner = ownerOf(things.request);
    const inbox = await readInbox(requests, owner);
    expect(inbox).toMatchObject({ title: things.request.title, answersTaken: things.answers.length });
    const read = inbox.answers.map(async (answer) => {
      const { opened: share } = await openAnswer(api, { ...owner, answer, claim: newClaim() });
      return share.payload.text;
    });
    // They arrived within one second, in no particular order.
    expect((await Promise.all(read)).toSorted()).toEqual(things.answers);

    await sweep(deps);
    const states = await store.read.kysely.selectFrom('share').select('state').where('state', '=', 'pending').execute();
    expect(states).toHaveLength(1);
    const { token } = things;
    const config = parseConfig({ SOTTO_CREATE: 'token' });
    const creation = {
      id: new Uint8Array(),
      createProof: 'A'.repeat(43),
      ownerProof: 'A'.repeat(43),
      member: undefined,
    };
    expect(
      await admitCreator({ ...deps, config }, { client: '192.0.2.1', token, onlyAnswers: false }, creation),
    ).toMatch(/^token \d+$/);
    await store.close();
  },
);
