import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '#client/api.ts';
import type { Api, ApiOptions } from '#client/api.ts';
import { prepareAnswer } from '#client/answer.ts';
import { readQuestion } from '#client/question.ts';
import { prepareRequest } from '#client/ask.ts';
import type { CreatedRequest } from '#client/ask.ts';
import { remove } from '#client/manage.ts';
import { acknowledge, describe, newClaim, openShare } from '#client/open.ts';
import { createRequestsApi } from '#client/requests-api.ts';
import type { RequestsApi } from '#client/requests-api.ts';
import { prepareShare, shareSecret } from '#client/share.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { ShareInput } from '#client/share-input.ts';
import { concatenated, uploadBody } from '#client/upload.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { createApp } from '#server/app.ts';
import { openDiskBlobs } from '#server/blobs/disk.ts';
import { hostUptime } from '#server/clock/host-uptime.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { reportShare } from '#server/reports/report-share.ts';
import type { Store } from '#server/store.ts';
import { openStore } from '#server/store.ts';
import { createToken } from '#server/tokens/create-token.ts';
import packageJson from '#package.json' with { type: 'json' };
import { linkKeyOf, requestKeyOf } from './link-key-of.ts';

/**
 * Makes the data folder of this release, with a share in each state, the links and keys that open them, and the commit
 * that made it: `node releases/make-release.ts`. Run it once for each release, on a committed tree. A folder that has
 * landed never changes; every later release opens it.
 */
export const MADE_AT = 1_795_400_000;
const DAY_SECONDS = 86_400;
const publicUrl = 'http://localhost:3000/';

/** Argon2id takes a second. This stand-in stores the same shape; the client's tests cover the real one. */
export const quickKdf: PasswordKdf = async (password, salt) =>
  new Uint8Array(createHash('sha256').update(password).update(salt).digest());

interface Service {
  readonly api: Api;
  readonly requests: RequestsApi;
  readonly deps: Deps;
}

/** The service of this release over a data folder. @param clock in seconds; tests move it */
export async function serviceOn(store: Store, clock: { now(): number }, dataDir: string): Promise<Service> {
  const config = parseConfig({
    SOTTO_REQUESTS_PER_MINUTE: '0',
    SOTTO_OPENS_PER_MINUTE: '0',
    SOTTO_CREATES_PER_MINUTE: '0',
    SOTTO_MIN_FREE_MB: '0',
    SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
  });
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const blobs = await openDiskBlobs({ folder: join(dataDir, 'bodies') });
  const deps: Deps = { config, store, blobs, clock, uptime: hostUptime(), random };
  const app = createApp(deps);
  const options: ApiOptions = { baseUrl: publicUrl, fetch: async (url, init) => app.request(url, init, {}) };
  return { api: createApi(options), requests: createRequestsApi(options), deps };
}

/** The part of `Shared` that goes into the file. These links protect nothing. */
export type ReleasedShare = Pick<Shared, 'link' | 'manageLink' | 'title'> & { readonly text: string };

export async function open(api: Api, link: string, password?: string) {
  const request = { ...linkKeyOf(link, publicUrl), password, claim: newClaim(), kdf: quickKdf };
  const opened = await openShare(api, { ...request, description: await describe(api, request) });
  return { ...opened, acknowledge: () => acknowledge(api, request) };
}

async function makeShares(api: Api): Promise<Record<string, ReleasedShare>> {
  const made: Record<string, ReleasedShare> = {};
  const share = async (name: string, request: Partial<ShareInput> = {}) => {
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

/** Everything besides texts. Nothing here is real, so links and keys go into the file. */
export interface ReleasedThings {
  readonly files: Pick<Shared, 'link' | 'manageLink'> & { readonly contentSha256: string };
  readonly request: Pick<CreatedRequest, 'id' | 'link' | 'manageLink' | 'title'>;
  /** The texts of the answers. */
  readonly answers: readonly string[];
  /** Valid with `SOTTO_CREATE=token`. */
  readonly token: string;
}

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

/** Two chunks, so that the file body has more than one part. */
const FILE_CONTENT = 'A line of a file that an earlier release stored.\n'.repeat(11_000);

/** A share of one file, uploaded. */
async function uploaded(api: Api, content: string): Promise<PreparedShare> {
  const files = [{ name: 'notes/lines.txt', size: content.length, type: 'text/plain' }];
  const terms = { text: '', maxViews: 0, ttlSeconds: DAY_SECONDS, kdf: quickKdf };
  const prepared = await prepareShare(api, { ...terms, files });
  const read = async (start: number, end: number) => new TextEncoder().encode(content.slice(start, end));
  if (prepared.body) {
    await uploadBody(api, { task: prepared.body, source: concatenated([{ size: content.length, read }]) });
  }
  return prepared;
}

async function makeThings({ api, requests, deps }: Service): Promise<ReleasedThings> {
  const { link, manageLink } = await (await uploaded(api, FILE_CONTENT)).send();
  // An upload that nobody finished.
  await uploaded(api, 'half a file');

  const wish = { title: 'The staging key', ask: 'User and password, please.', ttlSeconds: 7200, maxAnswers: 3 };
  const prepared = await prepareRequest(
    { api, requests },
    { ...wish, answerTtlSeconds: DAY_SECONDS, keep: 'expiry', fields: [] },
  );
  const asked = await prepared.send();
  const holder = requestKeyOf(asked.link, publicUrl);
  const { asked: question } = await readQuestion(requests, holder);
  const answers = ['The first answer', 'The second answer'];
  for (const text of answers) await (await prepareAnswer(api, { ...holder, asked: question }, { text })).send();
  await reportShare(deps, { id: asked.id, reason: 'other' }, 'client 192.0.2.1');
  const created = await createToken(deps, { label: 'deployment' });
  return {
    files: { link, manageLink, contentSha256: sha256Of(FILE_CONTENT) },
    request: { id: asked.id, link: asked.link, manageLink: asked.manageLink, title: asked.title },
    answers,
    token: created?.token ?? '',
  };
}

async function makeRelease(folder: string): Promise<void> {
  const changed = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
  if (changed !== '') throw new Error('Commit first: a release is made from a commit.');
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const dataDir = join(folder, 'data-folder');
  // Fails if the release exists.
  mkdirSync(folder);
  mkdirSync(dataDir);
  const clock = { now: () => MADE_AT };
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  const service = await serviceOn(store, clock, dataDir);
  const write = (name: string, content: object) =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  write('shares.json', await makeShares(service.api));
  write('things.json', await makeThings(service));
  write('release.json', { version: packageJson.version, commit });
  await store.close();
}

if (import.meta.main) await makeRelease(join(import.meta.dirname, packageJson.version));
