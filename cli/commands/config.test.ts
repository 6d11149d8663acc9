import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-config-'));
  writeFileSync(join(folder, 'db'), 'postgres://me:hunter2@db/sotto\n');
  writeFileSync(join(folder, 'sotto.env'), 'SOTTO_PORT=8080\nSOTTO_MAX_TTL=7d\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

const config = (env: Record<string, string>, ...args: string[]) => runHere(['config', ...args], env);

test('every setting is printed with its value and its source, but no secret value', async () => {
  const { code, out, err } = await config({
    SOTTO_CONFIG_FILE: join(folder, 'sotto.env'),
    SOTTO_DATABASE_URL_FILE: join(folder, 'db'),
    SOTTO_PORT: '9090',
  });
  expect([code, err]).toEqual([0, '']);
  const lines = out.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      "SOTTO_PUBLIC_URL='http://localhost:9090/' # default",
      "SOTTO_PORT='9090' # environment",
      "SOTTO_MAX_TTL='7d' # file",
      "SOTTO_DEFAULT_TTL='86400' # default",
      '# SOTTO_DATABASE_URL=[redacted] # file',
    ]),
  );
  expect(out).not.toContain('hunter2');
});

test('the printed settings are a valid settings file', async () => {
  const given = {
    SOTTO_PUBLIC_URL: 'https://example.org/a/',
    SOTTO_BRAND_NAME: `Ada's safe #1`,
    SOTTO_TRUSTED_PROXIES: '10.0.0.1, ::1',
  };
  const { out } = await config(given);
  writeFileSync(join(folder, 'printed.env'), out);
  expect(parseEnv(out)).toMatchObject(given);
  const again = await config({ SOTTO_CONFIG_FILE: join(folder, 'printed.env') });
  expect(again.code).toBe(0);
  expect(again.out.replaceAll('# file', '# -')).toBe(
    out.replaceAll(/# (default|environment)/g, '# -').replaceAll(/^(SOTTO_\w+='') # -$/gm, '$1 # default'),
  );
});

test('the printed settings of sign-in are valid again, with the secret added', async () => {
  const secret = { SOTTO_OIDC_CLIENT_SECRET: 'hunter2' };
  const given = {
    SOTTO_WHO: 'members,anyone',
    SOTTO_OIDC_ISSUER: 'https://id.example.org/realms/a',
    SOTTO_OIDC_CLIENT_ID: 'sotto',
    SOTTO_OIDC_GROUPS_CLAIM: '/groups',
    SOTTO_OIDC_GROUPS: `All staff,Ada's group`,
    SOTTO_OIDC_MEMBERS: '@example.org,group:All staff,claim:/tid=a b',
  };
  const { out } = await config({ ...given, ...secret });
  expect(parseEnv(out)).toMatchObject({ ...given, SOTTO_OIDC_SCOPES: 'openid email' });
  expect(out).not.toContain('hunter2');
  writeFileSync(join(folder, 'sign-in.env'), out);
  expect(await config({ SOTTO_CONFIG_FILE: join(folder, 'sign-in.env'), ...secret })).toMatchObject({ code: 0 });
});

test.each([
  [{ SOTTO_BRAND_SEAL_LIGHT: '#1d4ed8' }, "SOTTO_BRAND_SEAL_DARK='#577de8' # default"],
  [{ SOTTO_BRAND_SEAL_DARK: '#ffff00' }, "SOTTO_BRAND_SEAL_LIGHT='#737300' # default"],
  [{}, "SOTTO_BRAND_SEAL_DARK='' # default"],
])('a colour that is derived from the other one is printed: %j', async (given, line) => {
  expect((await config(given)).out.split('\n')).toContain(line);
});

test('all wrong settings are reported at once, with the error of a start', async () => {
  const env = { SOTTO_CONFIG_FILE: '/nowhere', SOTTO_PORT: 'http', SOTTO_FOO: '1' };
  const faults = [
    'SOTTO_CONFIG_FILE names the file /nowhere, which cannot be read (ENOENT).',
    'SOTTO_PORT must be a whole number from 0 to 65535, not "http".',
    'SOTTO_FOO is not a setting of Sotto.',
  ];
  expect(await config(env)).toEqual({
    code: 1,
    out: '',
    err: `sotto: The service cannot start with these settings:\n  ${faults.join('\n  ')}\n`,
  });
  const asJson = await config(env, '--json');
  expect([asJson.code, JSON.parse(asJson.out), asJson.err]).toEqual([1, { settings: [], faults }, '']);
});

test('in JSON a secret value is null, and other arguments are refused', async () => {
  const { code, out } = await config({ SOTTO_DATABASE_URL: 'postgres://me:hunter2@db/x' }, '--json');
  const { settings, faults } = JSON.parse(out) as { settings: { name: string }[]; faults: string[] };
  expect([code, faults]).toEqual([0, []]);
  expect(settings.find(({ name }) => name === 'SOTTO_DATABASE_URL')).toEqual({
    name: 'SOTTO_DATABASE_URL',
    value: null,
    from: 'environment',
  });
  expect(settings.find(({ name }) => name === 'SOTTO_PORT')).toMatchObject({ value: '3000', from: 'default' });
  expect(await config({}, '--yaml')).toMatchObject({
    code: 2,
    err: 'sotto: --yaml is not an option of sotto config. See sotto config --help.\n',
  });
});

test('a language that this version lacks is a fault, with the languages that it has', async () => {
  const languages = { SOTTO_LANGUAGES: 'en,nb', SOTTO_LANGUAGE: 'nb' };
  const known = await runHere(['config'], languages, { languages: ['en', 'nb'] });
  expect([known.code, known.out]).toEqual([0, expect.stringContaining("SOTTO_LANGUAGE='nb' # environment")]);
  const unknown = await runHere(['config', '--json'], languages, { languages: ['en'] });
  expect([unknown.code, JSON.parse(unknown.out)]).toEqual([
    1,
    { settings: [], faults: ['SOTTO_LANGUAGES names nb, but this version has en.'] },
  ]);
});

test('the default language follows from the offered ones', async () => {
  expect((await config({})).out).toContain("SOTTO_LANGUAGE='en' # default\nSOTTO_LANGUAGES='' # default\n");
  expect((await config({ SOTTO_LANGUAGES: 'ja,de' })).out).toContain("SOTTO_LANGUAGE='ja' # default");
});
