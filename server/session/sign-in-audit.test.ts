import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSignInWorld, PUBLIC_URL, TestBrowser } from '#server/testing/test-sign-in.ts';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';

interface Line {
  readonly act: string;
  readonly member?: string;
  readonly reason?: string;
}

test('the audit has sign-ins, refusals, and both ways out, with members by keyed hash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-audit-'));
  const path = join(folder, 'audit.log');
  await using provider = await openTestProvider();
  const settings = provider.register(PUBLIC_URL);
  const env = { ...settings, SOTTO_AUDIT: path, SOTTO_OIDC_MEMBERS: 'ana@example.org' };
  const world = await openSignInWorld({ env });
  try {
    const [ana, bob] = [new TestBrowser(world.ask), new TestBrowser(world.ask)];
    await ana.signIn('ana');
    await ana.post('end');
    await ana.post('end');
    await ana.signIn('ana');
    await bob.post('finish', await signInAt((await bob.begin()).url, 'bob'));
    const [, token = ''] = await provider.logoutTokens('ana', settings.SOTTO_OIDC_CLIENT_ID);
    const body = new TextEncoder().encode(`logout_token=${token}`);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await world.ask('POST', '/a/api/session/ended-by-provider', { bytes: body, headers });
  } finally {
    await world[Symbol.asyncDispose]();
  }
  const text = readFileSync(path, 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const member = lines.find(({ act }) => act === 'sign-in')?.member;
  expect(member).toMatch(/^[\w-]{22}$/);
  expect(lines.filter(({ act }) => act !== 'start' && act !== 'head')).toMatchObject([
    { act: 'sign-in', member },
    { act: 'sign-out', member },
    { act: 'sign-in', member },
    { act: 'sign-in-refused', reason: 'not-a-member' },
    { act: 'logout', member },
  ]);
  for (const name of ['ana', 'bob', 'example.org']) expect(text).not.toContain(name);
  rmSync(folder, { recursive: true });
});
