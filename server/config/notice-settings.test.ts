import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './parse-config.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

test('by default nothing is sent or recorded, and token holders may have notices where only they create', () => {
  expect(parseConfig({})).not.toHaveProperty('webhooks');
  expect(parseConfig({})).not.toHaveProperty('operatorWebhook');
  expect(parseConfig({})).not.toHaveProperty('audit');
  expect(parseConfig({ SOTTO_CREATE: 'token' }).webhooks).toEqual({ who: 'token', deny: [] });
  expect(parseConfig({ SOTTO_CREATE: 'token', SOTTO_WEBHOOKS: 'off' })).not.toHaveProperty('webhooks');
});

test('the settings become the configuration', () => {
  const env = {
    SOTTO_WEBHOOKS: 'anyone',
    SOTTO_WEBHOOK_DENY: '203.0.113.0/24, 2001:470::1',
    SOTTO_WEBHOOK_URL: 'http://alerts.internal:9000/sotto?team=a',
    SOTTO_WEBHOOK_SECRET: secret,
    SOTTO_AUDIT: '/var/log/sotto/audit.log',
  };
  expect(parseConfig(env)).toMatchObject({
    webhooks: { who: 'anyone', deny: ['203.0.113.0/24', '2001:470::1'] },
    operatorWebhook: { url: 'http://alerts.internal:9000/sotto?team=a', secret },
    audit: '/var/log/sotto/audit.log',
  });
});

test.each([
  ['ftp://hooks.example/', secret],
  ['https://user:hunter2@hooks.example/', secret],
  ['hooks.example', secret],
  ['https://hooks.example/', 'hunter2'],
  ['https://hooks.example/', `whsec_${Buffer.alloc(16).toString('base64')}`],
])('a webhook to %s with the secret %s is refused without repeating either', (url, given) => {
  const faults = faultsOf({ SOTTO_WEBHOOK_URL: url, SOTTO_WEBHOOK_SECRET: given });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^SOTTO_WEBHOOK_(URL|SECRET) must be /);
  expect(faults[0]).not.toContain('hunter2');
});

test.each(['10', '10.1/16', '1.2.3/24', '0x7f.1', '1.2.3.4/33', '1.2.3.4/', 'example.org', '[::1]', '1.2.3.4:443'])(
  'the block %s is refused, because it may be read as another one',
  (block) => {
    expect(faultsOf({ SOTTO_WEBHOOK_DENY: `203.0.113.0/24,${block}` })).toHaveLength(1);
    expect(faultsOf({ SOTTO_TRUSTED_PROXIES: block })).toHaveLength(1);
  },
);

test('settings that need one another are named', () => {
  expect(faultsOf({ SOTTO_WEBHOOK_URL: 'https://hooks.example/' })).toEqual([
    'SOTTO_WEBHOOK_URL needs SOTTO_WEBHOOK_SECRET, which signs the notices.',
  ]);
  expect(faultsOf({ SOTTO_WEBHOOK_SECRET: secret })).toEqual([
    'SOTTO_WEBHOOK_SECRET needs SOTTO_WEBHOOK_URL, the address of the notices.',
  ]);
  const postgres = { SOTTO_DATABASE_URL: 'postgres://localhost/sotto' };
  expect(faultsOf({ ...postgres, SOTTO_WEBHOOKS: 'token', SOTTO_AUDIT: 'stdout' })).toEqual([
    'SOTTO_WEBHOOKS=token needs SOTTO_SERVER_KEY_FILE with PostgreSQL.',
    'SOTTO_AUDIT needs SOTTO_SERVER_KEY_FILE with PostgreSQL.',
  ]);
  expect(faultsOf({ ...postgres, SOTTO_AUDIT: 'stdout', SOTTO_SERVER_KEY_FILE: '/run/key' })).toEqual([]);
  expect(faultsOf(postgres), 'PostgreSQL alone needs no key').toEqual([]);
});
