import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { buildRelease } from '#scripts/build-release.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { audit } from './rig/audit.ts';
import { refusal, runLoad } from './rig/load.ts';
import type { History } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

/**
 * The last release and this version side by side, as real programs: its terminal with our server, our terminal with its
 * server, and our server on its data folder.
 */
const RELEASE = '0.2.0';
const root = mkdtempSync(join(tmpdir(), 'sotto-releases-'));
const ours = [process.execPath, join(import.meta.dirname, '../sotto.js')] as const;
const servers: RunningServer[] = [];
let folders = 0;

afterAll(async () => {
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  rmSync(root, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = join(root, String(++folders));
  mkdirSync(folder);
  return folder;
}

/** @returns the executable of the release, or why it is not available here */
function releaseOrWhy(): { readonly program: string } | { readonly why: string } {
  try {
    return { program: buildRelease(RELEASE) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
const release = releaseOrWhy();

async function serve(dataDir: string, binary?: string): Promise<RunningServer> {
  const server = await startServer({
    env: { SOTTO_DATA_DIR: dataDir },
    ...(binary !== undefined && { binary, isReleased: true }),
  });
  servers.push(server);
  return server;
}

type Terminal = (args: readonly string[], input?: string) => Promise<string>;

/** One person's terminal, with its own home folder. Each command must succeed. */
function terminalOf(command: readonly string[], server: RunningServer): Terminal {
  const home = newFolder();
  const [program = '', ...first] = command;
  return async (args, input = '') => {
    const env = { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8', SOTTO_SERVER: server.url };
    const child = spawn(program, [...first, ...args], { env, cwd: home });
    child.stdin.on('error', () => undefined).end(input);
    const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await once(child, 'close')) as [number];
    const [stdout, stderr] = await outputs;
    expect(stderr, args[0]).not.toContain('undefined');
    expect(code, `${args.join(' ')}\n${stderr}`).toBe(0);
    return stdout;
  };
}

/** One terminal sends, the other opens. */
async function exchange(sender: Terminal, recipient: Terminal): Promise<void> {
  expect(await recipient(['open'], await sender(['send'], 'a secret'))).toBe('a secret');

  const folder = newFolder();
  const [password, content] = [join(folder, 'password'), randomBytes(1_200_000)];
  writeFileSync(password, 'correct horse', { mode: 0o600 });
  writeFileSync(join(folder, 'key.bin'), content);
  const link = await sender(['send', '--password-file', password, join(folder, 'key.bin')]);
  await recipient(['open', '--password-file', password, '-o', join(folder, 'out')], link);
  expect(readFileSync(join(folder, 'out/key.bin')).equals(content)).toBe(true);

  const asked = JSON.parse(await sender(['ask', 'The staging key', '--json'])) as { link: string; manageLink: string };
  await recipient(['answer', asked.link], 'an answer');
  expect(await sender(['inbox', asked.manageLink])).toContain('an answer');
}

test(`the terminal of ${RELEASE} works with this server, and this terminal with its`, async ({ annotate }) => {
  if ('why' in release) return notProved(annotate, `the terminal of ${RELEASE}: ${release.why}`);
  const [old, current] = [await serve(newFolder(), release.program), await serve(newFolder())];
  await exchange(terminalOf([release.program], current), terminalOf(ours, current));
  await exchange(terminalOf(ours, current), terminalOf([release.program], current));
  await exchange(terminalOf(ours, old), terminalOf(ours, old));
});

test(`this server continues with the data folder of a killed server of ${RELEASE}`, async ({ annotate }) => {
  if ('why' in release) return notProved(annotate, `an upgrade from ${RELEASE}: ${release.why}`);
  const dataDir = newFolder();
  const old = await serve(dataDir, release.program);
  const before = terminalOf([release.program], old);
  const folder = newFolder();
  writeFileSync(join(folder, 'note.txt'), 'in a file');
  const links = [await before(['send'], 'from before'), await before(['send', join(folder, 'note.txt')])];
  await old.end('SIGKILL');

  const server = await startServer({ env: { SOTTO_DATA_DIR: dataDir }, port: old.port });
  servers.push(server);
  for (const command of [ours, [release.program]])
    await exchange(terminalOf(command, server), terminalOf(ours, server));
  const after = terminalOf(ours, server);
  expect(await after(['open'], links[0])).toBe('from before');
  await after(['open', '-o', join(folder, 'out')], links[1]);
  expect(readFileSync(join(folder, 'out/note.txt'), 'utf8')).toBe('in a file');
});

test(`a server of ${RELEASE} beside this one does not open a share with gates, and counts nothing`, async ({
  annotate,
}) => {
  if ('why' in release) return notProved(annotate, `${RELEASE} beside this version: ${release.why}`);
  const dataDir = newFolder();
  const [old, current] = [await serve(dataDir, release.program), await serve(dataDir)];
  const now = await expiryIn(current.api, 0);
  for (const hasPassword of [true, false]) {
    const share = makeShare({ maxViews: 1, expiresAt: now + 3600, notBefore: now, hasPassword });
    await current.api.create(share.id, share.body);
    const { id, linkProof, openProof, ownerProof } = share;
    const claim = randomSecret();
    const opened = await refusal(old.api.open(id, { linkProof, openProof, claim }, { repeatable: false }));
    expect(opened).toBe(hasPassword ? 'unavailable' : 'wrong-password');
    expect(await current.api.status(id, { ownerProof })).toMatchObject({ state: 'live', viewsLeft: 1, attempts: 0 });
    const { head } = await current.api.open(id, { linkProof, openProof, claim }, { repeatable: false });
    expect(head).toMatchObject({ repeated: false, viewsLeft: 0 });
  }
});

test(`on PostgreSQL, servers of ${RELEASE} and of this version serve the same shares during an upgrade`, async ({
  annotate,
}) => {
  if ('why' in release) return notProved(annotate, `${RELEASE} beside this version on PostgreSQL: ${release.why}`);
  const store = await makeStore('PostgreSQL');
  onTestFinished(() => store.remove());
  const old = await startServer({ ...store, binary: release.program, isReleased: true });
  servers.push(old);
  const histories: History[] = [];
  const load = async (api: Api) => {
    const expiresAt = await expiryIn(api, 86_000);
    return Array.from({ length: 6 }, () => runLoad({ api, expiresAt, histories }));
  };
  const created = () => histories.filter((one) => one.created === 'answered').length;
  const more = async (count: number) => {
    const goal = created() + count;
    while (created() < goal) await delay(20);
  };
  /** A client that fails has met an error of a server. */
  const untilMore = (count: number, load: readonly Promise<void>[]) => Promise.race([more(count), Promise.all(load)]);
  const oldClients = await load(old.api);
  await untilMore(20, oldClients);

  // Migrates under the load of the old one.
  let current = await startServer(store);
  servers.push(current);
  expect((await fetch(`${old.url}readyz`)).status).toBe(200);
  const clients = await load(current.api);
  await untilMore(100, [...oldClients, ...clients]);
  const [first, second] = [makeShare(await termsAt(old)), makeShare(await termsAt(current))];
  await old.api.create(first.id, first.body);
  await current.api.create(second.id, second.body);
  for (const [share, { api }] of [[first, current] as const, [second, old] as const]) {
    const { id, linkProof, openProof, ownerProof } = share;
    const claim = randomSecret();
    await api.open(id, { linkProof, openProof, claim }, { repeatable: false });
    await (api === old.api ? current : old).api.acknowledge(id, { linkProof, claim });
    expect(await api.status(id, { ownerProof })).toMatchObject({ state: 'spent', viewsLeft: 0 });
  }

  await Promise.all([old.end('SIGKILL'), current.end('SIGKILL'), ...oldClients, ...clients]);
  expect([old.errors(), current.errors()], 'nothing failed in either of them').toEqual(['', '']);
  current = await startServer(store);
  servers.push(current);
  for (const history of histories) await audit(current.api, history);
});

const termsAt = async ({ api }: RunningServer) => ({ maxViews: 1, expiresAt: await expiryIn(api, 3600) });
