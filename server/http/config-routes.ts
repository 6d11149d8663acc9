import manifest from '#package.json' with { type: 'json' };
import { ServerConfig } from './config-wire.ts';
import { endpoint } from './endpoint.ts';

export const VERSION = manifest.version;

export const configEndpoint = endpoint({
  method: 'GET',
  path: '/api/config',
  access: 'anyone',
  rateClass: 'other',
  act: async ({ deps: { config, store, serverKey }, replies }) => {
    const { publicUrl, allowInsecureHttp, limits } = config;
    const { peopleDomains, who, ...policy } = config.policy;
    const { signIn, mail } = config;
    const value: ServerConfig = {
      version: VERSION,
      serverTime: await store.now(),
      publicUrl,
      ...limits,
      ...policy,
      offeredTtlSeconds: [...policy.offeredTtlSeconds],
      ...(who !== undefined && { who: [...who] }),
      ...(signIn && { signIn: { name: signIn.name, ...(signIn.groups.length > 0 && { groups: [...signIn.groups] }) } }),
      ...(signIn && mail && { notifyMail: true as const }),
      ...(peopleDomains !== undefined && { peopleDomains: [...peopleDomains] }),
      ...(config.webhooks && serverKey && { webhooks: config.webhooks.who }),
      allowInsecureHttp,
    };
    return replies.json(value);
  },
  docs: {
    summary: 'Returns the limits and the server time, which a client needs before it seals.',
    success: { 200: 'The configuration.' },
    reply: { json: ServerConfig },
    errors: [],
  },
});
