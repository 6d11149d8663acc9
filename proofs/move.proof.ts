import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { runSotto } from './rig/run-sotto.ts';
import { builtProgram, startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { StoreKind, TestStore } from './rig/stores.ts';

const SHARES = bySize({ ci: 60, full: 3000 });
const KILLS = bySize({ ci: 7, full: 60 });
/** About as long as a move of so few shares takes from one of its lines to the next. */
const MAX_DELAY_MS = bySize({ ci: 50, full: 300 });
const LINES = 7;

let stores: TestStore[] = [];
let server: RunningServer | undefined;

afterEach(async () => {
  await server?.end('SIGKILL');
  server = undefined;
  await Promise.all(stores.map((store) => store.remove()));
  stores = [];
});

async function place(kind: StoreKind): Promise<TestStore> {
  const store = await makeStore(kind);
  stores.push(store);
  if (kind === 'SQLite') return store;
  const keysDir = join(store.dataDir, 'keys');
  mkdirSync(keysDir);
  const more = { SOTTO_KEYS_DIR: keysDir, SOTTO_SERVER_KEY_FILE: join(store.dataDir, 'shared.key') };
  return { ...store, env: { ...store.env, ...more } };
}

const openingOf = ({ linkProof, openProof }: TestShare) => ({ linkProof, openProof, claim: randomSecret() });

async function serveAt({ env }: TestStore): Promise<RunningServer> {
  server = await startServer({ env, binary: builtProgram });
  return server;
}

async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  await server?.end(signal);
  server = undefined;
}

/** Kills a move some time after it has written that many lines. @returns whether it was done before */
async function moveUntil(lines: number, file: string, { env }: TestStore): Promise<boolean> {
  const child = spawn(builtProgram, ['admin', 'move', '--to-settings', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  let written = 0;
  for await (const _line of createInterface({ input: child.stdout })) if (++written === lines) break;
  child.stdout.resume();
  await Promise.race([ended, delay(Math.random() * MAX_DELAY_MS)]);
  child.kill('SIGKILL');
  const [code] = await ended;
  return code === 0;
}

test.each([
  ['SQLite', 'PostgreSQL'],
  ['PostgreSQL', 'SQLite'],
] as const)(
  'a move from %s to %s that is killed at any instant loses no share and brings none back',
  async (from, to) => {
    const [source, target] = [await place(from), await place(to)];
    if (from === 'PostgreSQL') writeFileSync(source.env['SOTTO_SERVER_KEY_FILE'] ?? '', Buffer.alloc(32, 1));
    const { api } = await serveAt(source);
    const expiresAt = await expiryIn(api, 86_000);
    const shares = Array.from({ length: SHARES }, () => makeShare({ maxViews: 1, expiresAt }));
    for (const share of shares) await api.create(share.id, share.body);
    const ended = shares.slice(0, SHARES / 2);
    for (const { id, ownerProof } of ended) await api.remove(id, { ownerProof });
    await stop();

    const file = join(target.dataDir, 'new.env');
    writeFileSync(
      file,
      Object.entries(target.env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    let isDone = false;
    for (let kill = 0; kill < KILLS && !isDone; kill++) isDone = await moveUntil(1 + (kill % LINES), file, source);
    const last = await runSotto(['admin', 'move', '--to-settings', file], source.env, [builtProgram]);
    expect(last).toMatchObject({ code: 0, stderr: '' });

    const refused = await runSotto(['serve'], { ...source.env, SOTTO_PORT: '0' }, [builtProgram]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/was moved to/) as string });
    const moved = await serveAt(target);
    for (const share of ended)
      expect(await refusal(moved.api.open(share.id, openingOf(share), { repeatable: false }))).toBe('ended');
    for (const share of shares.slice(SHARES / 2)) {
      const { sealed } = await moved.api.open(share.id, openingOf(share), { repeatable: false });
      expect(Buffer.from(sealed).equals(share.body.sealed)).toBe(true);
    }
  },
);
