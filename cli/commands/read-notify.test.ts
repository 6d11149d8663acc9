import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeFrame } from '#server/http/frame.ts';
import { runHere } from '#cli/testing/run-here.ts';
import { serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
let folder: string;
beforeAll(async () => {
  service = await serveHere({ SOTTO_WEBHOOKS: 'anyone' });
  folder = mkdtempSync(join(tmpdir(), 'sotto-notify-'));
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const OWN_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const sotto = (...args: string[]) => runHere(args, { SOTTO_SERVER: service.baseUrl }, { input: 'a secret' });
async function sent(endpoint: string, ...args: string[]) {
  const file = join(folder, 'endpoint');
  writeFileSync(file, endpoint);
  const { out } = await sotto('send', '--json', '--notify-file', file, ...args);
  return JSON.parse(out) as { readonly manageLink: string; readonly link: string; readonly webhookSecret?: string };
}
/** The head of the last create. */
function wanted(): unknown {
  const body = service.asked.findLast(({ line }) => line.startsWith('PUT '))?.body ?? new Uint8Array();
  return (decodeFrame(body)?.head as { readonly notify?: unknown } | undefined)?.notify;
}

test('the secret is derived if the endpoint has none, and is told to programs', async () => {
  const { webhookSecret, manageLink } = await sent('https://hooks.example/x\n', '--reference', 'backup 7');
  expect(webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(wanted()).toEqual({ url: 'https://hooks.example/x', secret: webhookSecret, reference: 'backup 7' });
  expect((await sotto('status', manageLink)).out).toMatch(/^Notices: {4}on$/m);
  expect(JSON.parse((await sotto('status', manageLink, '--json')).out)).toMatchObject({ notices: 'on' });
});

test('the secret of an endpoint is used, and not told', async () => {
  const { webhookSecret } = await sent(`https://hooks.example/x\r\n${OWN_SECRET}\r\n`);
  expect(webhookSecret).toBeUndefined();
  expect(wanted()).toEqual({ url: 'https://hooks.example/x', secret: OWN_SECRET });
});

test('neither the address nor the secret is printed where stderr may be a log', async () => {
  const file = join(folder, 'endpoint');
  writeFileSync(file, 'https://hooks.example/canary\n');
  const { out, err } = await sotto('send', '--notify-file', file);
  expect(out + err).not.toMatch(/whsec|hooks\.example|canary/);
});

test('a link does not tell that notices are sent', async () => {
  const { link } = await sent('https://hooks.example/x\n');
  expect((await sotto('status', link)).out).not.toContain('Notices');
});
