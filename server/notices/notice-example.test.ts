import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { secretBytes } from '#server/config/webhook-secret.ts';
import { SECRET } from '#server/testing/test-notices.ts';
import { signNotice } from './sign-notice.ts';

type IsFromSotto = (secret: string, headers: Readonly<Record<string, string>>, body: string) => boolean;

test('the example in operating.md accepts our notices, and nothing else', async () => {
  const manual = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
  const example = /```js\n(?<code>[^]*?)```/.exec(manual)?.groups?.['code'] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'sotto-example-'));
  writeFileSync(join(folder, 'example.mjs'), example);
  const { href } = pathToFileURL(join(folder, 'example.mjs'));
  const { isFromSotto } = (await import(/* @vite-ignore */ href)) as { isFromSotto: IsFromSotto };
  rmSync(folder, { recursive: true });

  const body = JSON.stringify({ type: 'share.opened', data: { reference: 'Rechnung für März' } });
  const sign = (timestamp: number, secret = SECRET) =>
    signNotice({ id: 'msg_1', timestamp, body, secret: secretBytes(secret) ?? new Uint8Array() });
  const now = Math.floor(Date.now() / 1000);
  const headers = sign(now);
  expect(isFromSotto(SECRET, headers, body)).toBe(true);
  const two = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` };
  expect(isFromSotto(SECRET, two, body), 'two signatures, while a secret is replaced').toBe(true);
  expect(isFromSotto(SECRET, headers, `${body} `)).toBe(false);
  expect(isFromSotto(SECRET, { ...headers, 'webhook-id': 'msg_2' }, body)).toBe(false);
  expect(isFromSotto(SECRET, sign(now - 301), body), 'old').toBe(false);
  expect(isFromSotto(SECRET, sign(now, `whsec_${Buffer.alloc(32).toString('base64')}`), body)).toBe(false);
  expect(isFromSotto(SECRET, {}, body)).toBe(false);
});
