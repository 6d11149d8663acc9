import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { openEvents } from '#server/open-events.ts';
import { endNow } from '#server/records/end.ts';
import { createFrame, sharePath, testClient } from '#server/testing/test-app.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { AuditLine } from './chain.ts';
import { openAudit } from './open-audit.ts';
import { fileSink, restOf } from './open-sink.ts';
import { verifyAudit } from './verify-audit.ts';

const serverKey = new Uint8Array(32).fill(5);
const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
const never = (error: unknown) => {
  throw error;
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-audit-'));
  path = join(folder, 'audit.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(acts: number): Promise<void> {
  const audit = openAudit({ serverKey, random, sink: await fileSink({ path, failed: never }) });
  for (let act = 0; act < acts; act++) audit.record({ act: 'admin', command: 'stats' });
  await audit.close();
}

const linesOf = (file = path) => readFileSync(file, 'utf8').trimEnd().split('\n');
const readLines = () => linesOf().map((line) => JSON.parse(line) as AuditLine);
async function* each(lines: readonly string[]) {
  yield* lines;
}
const verify = (lines: readonly string[], key = serverKey) => verifyAudit(key, each(lines));

test('runs follow on one another, and every line is covered by a head', async () => {
  await run(3);
  await run(2);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readLines().map(({ n, act }) => [n, act])).toEqual([
    ...[
      [1, 'start'],
      [2, 'admin'],
      [3, 'admin'],
      [4, 'admin'],
      [5, 'head'],
    ],
    ...[
      [1, 'start'],
      [2, 'admin'],
      [3, 'admin'],
      [4, 'head'],
    ],
  ]);
  expect(await verify(linesOf())).toMatchObject({ lines: 9, runs: 2, heads: 2, covered: 9, open: 0, faults: [] });
  const amongLogs = linesOf().flatMap((line) => ['{"level":"info"}', line, 'not JSON', '']);
  expect(await verify(amongLogs), 'as in the output of a service').toMatchObject({ covered: 9, faults: [] });
});

describe('finds', () => {
  const changes: Readonly<Record<string, (lines: string[]) => string[]>> = {
    'a changed line': (lines) => lines.map((line, at) => (at === 2 ? line.replace('stats', 'sweep') : line)),
    'a removed line': (lines) => lines.filter((_, at) => at !== 2),
    'an added line': (lines) => lines.toSpliced(2, 0, (lines[2] ?? '').replace('stats', 'sweep')),
    'two lines in another order': (lines) => [...lines.slice(0, 1), ...lines.slice(1, 3).reverse(), ...lines.slice(3)],
    'a removed head': (lines) => lines.filter((_, at) => at !== 4),
    'a removed run': (lines) => lines.toSpliced(5, 4),
    'a head of another key': (lines) =>
      lines.map((line, at) => (at === 4 ? line.replace(/"mac":"./, '"mac":"_') : line)),
  };

  test.each(Object.entries(changes))('%s', async (_name, change) => {
    for (const acts of [3, 2, 1]) await run(acts);
    const { faults } = await verify(change(linesOf()));
    expect(faults).not.toEqual([]);
  });

  test('everything, with another server key', async () => {
    await run(1);
    expect((await verify(linesOf(), new Uint8Array(32))).faults).toEqual([{ line: 3, fault: 'head' }]);
  });
});

test('says what it cannot vouch for: an unfinished stretch, and the end of a run that began in another file', async () => {
  await run(3);
  expect(await verify(linesOf().slice(0, 4))).toMatchObject({ covered: 0, open: 4, faults: [] });
  expect(await verify(linesOf().slice(2))).toMatchObject({ covered: 0, continued: 3, faults: [] });
  await run(1);
  expect(await verify(linesOf())).toMatchObject({ followsEarlier: false });
  expect(await verify(linesOf().slice(5))).toMatchObject({ covered: 3, followsEarlier: true, faults: [] });
});

test('a line that a killed process has cut takes no other line with it', async () => {
  await run(1);
  writeFileSync(path, '{"audit":1,"run":"abc","n":1,"ti', { flag: 'a' });
  await run(1);
  expect(await verify(linesOf())).toMatchObject({ runs: 2, covered: 6, continued: 0, faults: [] });
});

test('a batch that a full disk cuts anywhere, while another process appends, loses no line', () => {
  const batch = Buffer.from('one\ntwo\nthree\n');
  for (let room = 1; room <= batch.length; room++) {
    let file = '';
    for (let at = 0; at < batch.length;) {
      const { bytes, start } = restOf(batch, at);
      const taken = bytes.subarray(0, at === 0 ? room : bytes.length);
      file += `${Buffer.from(taken).toString()}other\n`;
      at = start + taken.length;
    }
    expect(file.split('\n'), `after ${room} bytes`).toEqual(expect.arrayContaining(['one', 'two', 'three']));
  }
});

test('a run may begin while another process writes a head', async () => {
  const open = async () => openAudit({ serverKey, random, sink: await fileSink({ path, failed: never }) });
  const first = await open();
  first.writeHead();
  await vi.waitFor(() => expect(linesOf()).toHaveLength(2));
  const sink = await fileSink({ path, failed: never });
  await first.close();
  await openAudit({ serverKey, random, sink }).close();
  expect(await verify(linesOf())).toMatchObject({ runs: 2, covered: 5, faults: [] });
});

test('closing gives up at once if the disk is full', async () => {
  const failures: unknown[] = [];
  const sink = await fileSink({ path: '/dev/full', failed: (error) => failures.push(error) });
  const audit = openAudit({ serverKey, random, sink });
  await vi.waitFor(() => expect(failures).toHaveLength(1));
  const begun = performance.now();
  await audit.close();
  expect(performance.now() - begun).toBeLessThan(4000);
});

test('a rotated file is left alone, and both verify when joined', async () => {
  const audit = openAudit({ serverKey, random, sink: await fileSink({ path, failed: never }) });
  audit.writeHead();
  await vi.waitFor(() => expect(linesOf()).toHaveLength(2));
  const rotated = join(folder, 'audit.log.1');
  renameSync(path, rotated);
  audit.record({ act: 'admin', command: 'stats' });
  await audit.close();
  expect(linesOf(rotated)).toHaveLength(2);
  expect(await verify([...linesOf(rotated), ...linesOf()])).toMatchObject({ covered: 4, faults: [] });
  expect(await verify(linesOf()), 'alone').toMatchObject({ continued: 2, faults: [] });
});

test('a full disk is reported once, fails nothing, and ends with the service', async () => {
  const failures: unknown[] = [];
  const sink = await fileSink({ path: '/dev/full', failed: (error) => failures.push(error) });
  const audit = openAudit({ serverKey, random, sink });
  for (let act = 0; act < 100; act++) audit.record({ act: 'admin', command: 'stats' });
  await vi.waitFor(() => expect(failures).toMatchObject([{ code: 'ENOSPC' }]));
});

test('a file that cannot be written stops the start', async () => {
  await expect(fileSink({ path: join(folder, 'missing', 'audit.log'), failed: never })).rejects.toThrow(
    /audit file .* cannot be written \(ENOENT\)/,
  );
});

describe('a service', () => {
  async function withService(use: (deps: Deps) => Promise<void>, env: Readonly<Record<string, string>> = {}) {
    await using testStore = await openTestStore('SQLite');
    const config = parseConfig({ SOTTO_AUDIT: path, ...env });
    const deps = await openEvents({ ...testStore.deps, config, serverKey }, { failed: never });
    await use(deps);
    await deps.audit?.close();
  }
  const entries = () =>
    readLines()
      .filter(({ act }) => act !== 'start' && act !== 'head')
      .map(({ audit: _audit, run: _run, n: _n, time: _time, share, ...entry }) => ({
        ...entry,
        ...(share !== undefined && { share: typeof share }),
      }));

  test('records creation, opening, lock and end, once each and without ids', async () => {
    let id = '';
    await withService(async (deps) => {
      const share = await madeShare(deps, { password: true, attemptLimit: 1, maxViews: 2 });
      id = encodeId(share.id);
      await share.open(deps);
      await share.open(deps, secret(), secret()).catch(() => undefined);
      await endNow(deps, share.id);
      await endNow(deps, share.id);
    });
    expect(entries()).toEqual([
      { act: 'create', kind: 'share', share: 'string' },
      { act: 'open', kind: 'share', share: 'string' },
      { act: 'lock', kind: 'share', share: 'string' },
      { act: 'end', kind: 'share', state: 'deleted', share: 'string' },
    ]);
    expect(new Set(readLines().map(({ share }) => share)).size, 'one share, one name').toBe(2);
    expect(readFileSync(path, 'utf8')).not.toContain(id);
    expect(await verify(linesOf())).toMatchObject({ covered: 6, faults: [] });
  });

  test('records refusals of people with the link, and of its rules, but no guesses', async () => {
    await withService(
      async (deps) => {
        const ask = testClient(deps);
        const share = await madeShare(deps, { password: true });
        const open = (linkProof: string) =>
          ask('POST', sharePath(share, 'open'), { json: { linkProof, openProof: secret(), claim: secret() } });
        expect((await open(secret())).status).toBe(404);
        expect((await open(share.linkProof)).status).toBe(403);
        const refused = new TestShare(await deps.store.now(), { maxViews: 0 });
        expect((await ask('PUT', sharePath(refused), { bytes: createFrame(refused) })).status).toBe(422);
      },
      { SOTTO_UNLIMITED_VIEWS: 'false' },
    );
    expect(entries()).toEqual([
      { act: 'create', kind: 'share', share: 'string' },
      { act: 'refuse', code: 'wrong-password', share: 'string' },
      { act: 'policy', code: 'terms-refused', limit: 'unlimitedViews' },
    ]);
  });

  test('records nothing of a transaction that failed', async () => {
    await withService(async (deps) => {
      const share = await madeShare(deps);
      const work = deps.store.write(async (tx) => {
        await tx.announce?.(tx, [{ id: share.id, slot: null, kind: 'share', what: 'opened' }]);
        throw new Error('undone');
      });
      await expect(work).rejects.toThrow('undone');
    });
    expect(entries()).toEqual([{ act: 'create', kind: 'share', share: 'string' }]);
  });

  test('names a share alike after a restart, with the same key', async () => {
    const names: unknown[] = [];
    for (let start = 0; start < 2; start++) {
      writeFileSync(path, '');
      const audit = openAudit({ serverKey, random, sink: await fileSink({ path, failed: never }) });
      audit.record({ act: 'open', kind: 'share', share: new Uint8Array(16).fill(9) });
      await audit.close();
      names.push(readLines()[1]?.['share']);
    }
    expect(names[0]).toMatch(/^[\w-]{22}$/);
    expect(names[1]).toBe(names[0]);
  });
});
