import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, describe, expect, test } from 'vitest';
import { LinkType } from '#crypto/link.ts';
import { createApi } from '#client/api.ts';
import { describe as describeShare, newClaim, openShare } from '#client/open.ts';
import { markOf, requestCode } from '#client/request-code.ts';
import { shareSecret } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import { readWholeLink } from '#client/whole-link.ts';
import { CLAIM_SECONDS } from '#server/records/outbox-claim.ts';
import { openSilentRelay, openTestRelay } from '#scripts/testing/test-relay.ts';
import { settableClock } from './rig/set-clock.ts';
import { startOpenSmtpd } from './rig/start-opensmtpd.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const BOB = 'bob@example.org';
const kdf = async () => new Uint8Array(32);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

const mailSettings = (url: string) => ({
  SOTTO_SMTP_URL: url,
  SOTTO_MAIL_FROM: 'sotto@example.org',
  SOTTO_MAIL_RECIPIENTS: 'anyone',
});

async function serviceWith(env: Readonly<Record<string, string>>): Promise<RunningServer> {
  const server = await startServer({ env });
  undo.push(() => server.end('SIGKILL'));
  return server;
}

const apiOf = ({ url }: RunningServer) => createApi({ baseUrl: url });
const share = (server: RunningServer) =>
  shareSecret(apiOf(server), { text: 'hunter2', maxViews: 1, ttlSeconds: 7200, kdf, people: [BOB] });

function readerOf({ link }: Pick<Shared, 'link'>) {
  const whole = readWholeLink(link);
  if (!whole.ok || (whole.type !== LinkType.share && whole.type !== LinkType.sharePassword))
    throw new Error('Not a link to a share.');
  return { id: whole.id, linkKey: whole.key, type: whole.type, claim: newClaim() };
}

async function codeIn(raw: string): Promise<{ readonly code: string; readonly mark: string }> {
  const { text = '' } = await simpleParser(raw);
  const lines = text.split(/\r?\n/);
  return {
    code: lines.find((line) => /^\d{8}$/.test(line)) ?? '',
    mark: lines.find((line) => /^\w{4}$/.test(line)) ?? '',
  };
}

test('a code that a real relay delivered opens the share, and only its text, mark and time are in the mail', async ({
  annotate,
}) => {
  const program = process.env['TEST_SMTPD'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux opensmtpd can be had').toBe(false);
    await annotate('NOT PROVED: there is no mail relay here', 'warning');
    process.stderr.write('\nNOT PROVED here: mail through a real relay. OpenSMTPD is not installed and cannot be.\n');
    return;
  }
  const relay = await startOpenSmtpd(program);
  undo.push(() => relay.stop());
  const store = await makeStore('SQLite');
  undo.push(() => store.remove());
  const server = await serviceWith({ ...store.env, ...mailSettings(relay.url), SOTTO_LOG_LEVEL: 'info' });
  const shared = await share(server);
  const reader = readerOf(shared);
  await requestCode(apiOf(server), { ...reader, address: BOB, locale: 'de-AT' });
  await expect.poll(() => relay.mails().length).toBe(1);
  const [raw = ''] = relay.mails();
  expect(raw).toMatch(/^Delivered-To: bob@example\.org$/m);
  for (const hidden of [reader.id, shared.link.split('#')[1] ?? '?', 'hunter2']) expect(raw).not.toContain(hidden);
  const { code, mark } = await codeIn(raw);
  expect(mark).toBe(markOf(reader.claim));
  expect((await simpleParser(raw)).subject).toBe('Sotto: Ihr Code zum Öffnen eines Geheimnisses');
  const opened = await openShare(apiOf(server), {
    ...{ ...reader, code, kdf },
    description: await describeShare(apiOf(server), reader),
  });
  expect(opened.payload.text).toBe('hunter2');
  await server.end('SIGTERM');
  const log = server.output().toString();
  expect(log).toContain('"route":"/api/shares/:id/code"');
  for (const hidden of ['bob', 'example.org', code, reader.id]) expect(log).not.toContain(hidden);
});

describe.each(['SQLite', 'PostgreSQL'] as const)('%s', (kind) => {
  test('a process that is killed while it mails loses nothing, and the mail leaves once', async () => {
    const silent = await openSilentRelay();
    const store = await makeStore(kind);
    undo.push(() => store.remove());
    const keyFile = join(store.dataDir, 'server.key');
    if (kind === 'PostgreSQL') writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
    const clock = await settableClock(store);
    const env = { ...store.env, ...clock.env, ...(kind === 'PostgreSQL' && { SOTTO_SERVER_KEY_FILE: keyFile }) };
    const first = await serviceWith({ ...env, ...mailSettings(`smtp://127.0.0.1:${silent.port}`) });
    const shared = await share(first);
    const reader = readerOf(shared);
    await requestCode(apiOf(first), { ...reader, address: BOB, locale: 'en' });
    await silent.connected;
    await first.end('SIGKILL');
    await silent[Symbol.asyncDispose]();
    await clock.set(CLAIM_SECONDS);
    const relay = await openTestRelay();
    undo.push(async () => relay[Symbol.asyncDispose]());
    const mended = { ...env, ...mailSettings(relay.url) };
    const servers = [await serviceWith(mended), await serviceWith(mended)];
    await relay.untilTaken(1);
    const { code } = await codeIn(relay.taken[0]?.raw ?? '');
    const api = apiOf(servers[1] ?? first);
    const opened = await openShare(api, { ...reader, code, kdf, description: await describeShare(api, reader) });
    expect(opened.payload.text).toBe('hunter2');
    // A process that stops finishes what it is sending.
    for (const server of servers) await server.end('SIGTERM');
    expect(relay.taken).toHaveLength(1);
  });
});
