import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { remove } from '#client/manage.ts';
import { acknowledge, describe, newClaim, openShare } from '#client/open.ts';
import { shareSecret } from '#client/share.ts';
import type { Shared, ShareRequest } from '#client/share.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { createApp } from '#server/app.ts';
import { openDiskBlobs } from '#server/blobs/disk.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Store } from '#server/store.ts';
import { openStore } from '#server/store.ts';
import packageJson from '#package.json' with { type: 'json' };
import { linkKeyOf } from './link-key-of.ts';

/**
 * Makes the data folder of this release, with a share in each state, and what is needed to open them:
 * `node releases/make-release.ts`. To be run once a release; what has landed is never made anew, and every later
 * release opens it.
 */
export const MADE_AT = 1_795_400_000;
const DAY_SECONDS = 86_400;
const publicUrl = 'http://localhost:3000/';

/** The real one takes a second; that a password opens is the client's to test, and what is stored looks the same. */
const quickKdf: PasswordKdf = async (password, salt) =>
  new Uint8Array(createHash('sha256').update(password).update(salt).digest());

/** @param now seconds; may be moved */
export async function apiOn(store: Store, clock: { now(): number }, dataDir: string): Promise<Api> {
  const config = parseConfig({
    SOTTO_REQUESTS_PER_MINUTE: '0',
    SOTTO_OPENS_PER_MINUTE: '0',
    SOTTO_CREATES_PER_MINUTE: '0',
    SOTTO_MIN_FREE_MB: '0',
  });
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const blobs = await openDiskBlobs({ folder: join(dataDir, 'bodies') });
  const app = createApp({ config, store, blobs, clock, random });
  return createApi({ baseUrl: publicUrl, fetch: async (url, init) => app.request(url, init, {}) });
}

/** As much of `Shared` as goes into the file: links are secrets, and these are nobody's. */
export type ReleasedShare = Pick<Shared, 'link' | 'manageLink' | 'title'> & { readonly text: string };

export async function open(api: Api, link: string, password?: string) {
  const request = { ...linkKeyOf(link, publicUrl), password, claim: newClaim(), kdf: quickKdf };
  const opened = await openShare(api, { ...request, description: await describe(api, request) });
  return { ...opened, acknowledge: () => acknowledge(api, request) };
}

async function makeShares(api: Api): Promise<Record<string, ReleasedShare>> {
  const made: Record<string, ReleasedShare> = {};
  const share = async (name: string, request: Partial<ShareRequest> = {}) => {
    const text = `What ${name} says`;
    const terms = { maxViews: 1, ttlSeconds: DAY_SECONDS, kdf: quickKdf };
    const { link, manageLink, title, id, ownerKey } = await shareSecret(api, { text, ...terms, ...request });
    made[name] = { link, manageLink, ...(title !== undefined && { title }), text };
    return { link, id, ownerKey };
  };
  const wrongly = ({ link }: { link: string }) => open(api, link, 'wrong').catch(() => undefined);

  await share('once', { title: 'For the bank' });
  await share('password', { password: 'correct horse' });
  await share('unlimited', { maxViews: 0 });
  const twice = await open(api, (await share('opened once of two', { maxViews: 2 })).link);
  await twice.acknowledge();
  await open(api, (await share('being read')).link);
  await (await open(api, (await share('spent')).link)).acknowledge();
  await wrongly(await share('locked', { password: 'correct horse', attemptLimit: 1 }));
  await wrongly(await share('destroyed', { password: 'correct horse', attemptLimit: 1, onLimit: 'destroy' }));
  await remove(api, await share('deleted'));
  await share('expired', { ttlSeconds: 60 });
  return made;
}

async function makeRelease(folder: string): Promise<void> {
  const dataDir = join(folder, 'data-folder');
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const clock = { now: () => MADE_AT };
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  const shares = await makeShares(await apiOn(store, clock, dataDir));
  await store.close();
  writeFileSync(join(folder, 'shares.json'), `${JSON.stringify(shares, null, 2)}\n`);
}

if (import.meta.main) await makeRelease(join(import.meta.dirname, packageJson.version));
