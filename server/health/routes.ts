import { access, constants } from 'node:fs/promises';
import * as v from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { endpoint } from '#server/http/endpoint.ts';
import type { Endpoint } from '#server/http/endpoint.ts';

const Health = v.object({ status: v.literal('ok') });
const OK = { status: 'ok' } as const;

/** Liveness for whatever restarts the process (/healthz), readiness for whatever routes requests to it (/readyz). */
export const healthEndpoints = (isDraining: () => boolean): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/healthz',
    access: 'anyone',
    act: ({ replies }) => replies.json(OK),
    docs: {
      summary: 'Whether the process responds.',
      success: { 200: 'It does.' },
      reply: { json: Health },
      errors: [],
    },
  }),
  endpoint({
    method: 'GET',
    path: '/readyz',
    access: 'anyone',
    rateClass: 'other',
    act: async ({ deps, replies }) => {
      if (isDraining() || !(await isUsable(deps))) throw new AppError('unavailable');
      return replies.json(OK);
    },
    docs: {
      summary:
        'Whether the process responds, is not shutting down, fits the schema of its database, and can use its data folder.',
      success: { 200: 'All of that.' },
      reply: { json: Health },
      errors: ['unavailable'],
    },
  }),
];

/** Writes nothing, because a GET changes nothing. access() also detects a file system that became read-only. */
async function isUsable({ store, config }: Deps): Promise<boolean> {
  try {
    await access(config.dataDir, constants.W_OK);
    return await store.fitsSchema();
  } catch {
    return false;
  }
}
