import manifest from '#package.json' with { type: 'json' };
import type { Deps } from '#server/deps.ts';
import type { Answers } from './reply.ts';
import { ServerConfig } from './config-wire.ts';
import type { Endpoint } from './endpoint.ts';

export const VERSION = manifest.version;

export function configEndpoint({ config, store }: Deps, answers: Answers): Endpoint {
  const { publicUrl, allowInsecureHttp, limits, policy } = config;
  return {
    method: 'GET',
    path: '/api/config',
    rateClass: 'other',
    answer: async () => {
      const value: ServerConfig = {
        version: VERSION,
        serverTime: await store.now(),
        publicUrl,
        ...limits,
        ...policy,
        offeredTtlSeconds: [...policy.offeredTtlSeconds],
        allowInsecureHttp,
      };
      return answers.json(value);
    },
    docs: {
      summary: 'What a client needs to know before it seals: the bounds, and the time of the server.',
      success: { 200: 'The configuration.' },
      response: { json: ServerConfig },
      errors: [],
    },
  };
}
