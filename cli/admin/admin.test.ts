import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { encodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { reportShare } from '#server/reports/report-share.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { openStore } from '#server/store.ts';
import { testDeps } from '#server/testing/test-stores.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, TestShare } from '#server/testing/test-share.ts';

let dataDir: string;
/** A service that runs while the commands do. */
let service: Deps;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-admin-'));
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  const config = parseConfig({ SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org' });
  service = {
    ...(await testDeps({ dataDir, [Symbol.asyncDispose]: () => Promise.resolve() }, { store, clock })),
    config,
  };
});

afterAll(async () => {
  await service.store.close();
  rmSync(dataDir, { recursive: true });
});

const admin = (...args: string[]) => runHere(['admin', ...args], { SOTTO_DATA_DIR: dataDir });

test('an empty list says that it is empty, and stays an empty list in JSON', async () => {
  for (const args of [['reports'], ['token', 'list']]) {
    expect(await admin(...args)).toEqual({ code: 0, out: 'None.\n', err: '' });
    expect(await admin(...args, '--json')).toEqual({ code: 0, out: '[]\n', err: '' });
  }
});

test('a token is printed once, alone on standard output, and the list does not show it', async () => {
  const made = await admin('token', 'create', '--label', 'build server', '--expires', '90d');
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^sotto_\w{43,44}\n$/) as string });
  expect(made.err).toContain('Token 1, "build server". Valid until ');
  expect(made.err).toContain('The service does not require it yet: set SOTTO_CREATE=token.');
  const again = await admin('token', 'create', '--label', 'build server');
  expect(again).toMatchObject({ code: 1, out: '' });
  expect((await admin('token', 'create', '--label=laptop')).code).toBe(0);

  const listed = await admin('token', 'list');
  expect(listed.out).toMatch(/^1 {2}build server {2}good {2}created \d{4}-\d\d-\d\d {2}until .+Z {2}never used$/m);
  expect(listed.out).toMatch(/ {2}laptop +good {2}created .+ {2}no expiry +never used$/m);
  const asJson = JSON.parse((await admin('token', 'list', '--json')).out) as object[];
  expect(asJson[0]).toMatchObject({ number: 1, label: 'build server', state: 'good', lastUsedDay: null });
  expect(listed.out + JSON.stringify(asJson)).not.toContain(made.out.trim().slice(6));
});

test('a token is revoked by label or number, and only once', async () => {
  expect(await admin('token', 'revoke', 'build server')).toMatchObject({
    code: 0,
    out: 'Token 1, "build server", is revoked. It can no longer create anything.\n',
  });
  expect((await admin('token', 'revoke', '1')).code).toBe(3);
  expect((await admin('token', 'revoke', 'nobody')).code).toBe(3);
  expect((await admin('token', 'list')).out).toMatch(/^1 {2}build server {2}revoked/m);
});

test.each([
  [['token']],
  [['token', 'make']],
  [['token', 'create']],
  [['token', 'create', '--label', '12']],
  [['token', 'create', '--label', 'a', '--expires', 'soon']],
  [['token', 'create', '--label', 'a', '--expires', '0']],
  [['token', 'revoke']],
  [['token', 'list', '--yaml']],
  [['token', 'list', 'x']],
  [['token', 'create', '--label', 'a', 'x']],
  [['stats', 'x']],
  [['backup']],
  [['backup', '--keys', 'x']],
  [['backup', 'x', 'y']],
  [['reports', '--yaml']],
  [['sweep', 'bogus']],
  [['delete']],
  [['delete', 'x']],
  [['delete', '4jzcDgiAi9Tp6Y7dX1B8qA', '4jzcDgiAi9Tp6Y7dX1B8qA']],
])('sotto admin %j is refused with one sentence', async (args) => {
  const { code, out, err } = await admin(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^sotto: [^\n]+\n$/);
});

test('reports are listed with their ids, for people and for programs', async () => {
  const id = encodeId((await madeShare(service)).id);
  await reportShare(service, { id, reason: 'malware' }, '192.0.2.1');
  await reportShare(service, { id, reason: 'malware' }, '192.0.2.2');
  const { code, out } = await admin('reports');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^${id} {2}share {2}live {2}malware ×2 {2}\\d{4}-`, 'm'));
  expect(JSON.parse((await admin('reports', '--json')).out)).toMatchObject([{ id, reason: 'malware', count: 2 }]);
});

test('a share is deleted while the service runs, by id or by link, and the key is not repeated', async () => {
  const [one, other] = [await madeShare(service), await madeShare(service)];
  expect(await admin('delete', encodeId(one.id))).toEqual({
    code: 0,
    out: 'The share is deleted: its key is erased, and nobody can read it.\n',
    err: '',
  });
  await expect(one.open(service)).rejects.toMatchObject({ code: 'ended', members: { state: 'deleted' } });
  const key = 'Kq'.repeat(25);
  const byLink = await admin('delete', `https://example.org/a/s/${encodeId(other.id)}#${key}`);
  expect(byLink.code).toBe(0);
  expect(byLink.out + byLink.err).not.toContain(key);
  await expect(other.open(service)).rejects.toMatchObject({ code: 'ended' });
  expect((await admin('delete', encodeId(one.id))).out).toBe(
    'The share had already ended (deleted): nothing of it is stored.\n',
  );
});

test('a request is deleted with its answers, and an unknown id is reported', async () => {
  const request = await madeRequest(service);
  await request.answer(service.clock.now()).create(service);
  expect((await admin('delete', encodeId(request.id))).out).toBe(
    'The request is deleted: its key is erased, and nobody can read it. 1 answer was deleted with it.\n',
  );
  expect(await admin('delete', encodeId(new TestShare(service.clock.now()).id))).toEqual({
    code: 3,
    out: '',
    err: 'sotto: No share or request has this id.\n',
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a backup and leaves nothing behind', async (signal, code) => {
  const above = join(dataDir, 'backups');
  const listening = process.listenerCount(signal);
  const running = admin('backup', '--with-keys', join(above, 'one'));
  await vi.waitUntil(() => process.listenerCount(signal) > listening, { interval: 1 });
  process.emit(signal, signal);
  expect(await running).toEqual({ code, out: '', err: 'sotto: Interrupted. No backup was made.\n' });
  expect(readdirSync(above)).toEqual([]);
});
