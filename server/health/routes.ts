import { access, constants } from 'node:fs/promises';
import * as v from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { endpoint } from '#server/http/endpoint.ts';
import type { Endpoint } from '#server/http/endpoint.ts';

const Health = v.object({ status: v.literal('ok') });
const OK = { status: 'ok' } as const;

const Readiness = v.object({
  /** `degraded`: it can be used, except for what is in `down`. */
  status: v.picklist(['ok', 'degraded']),
  down: v.optional(v.array(v.literal('files'))),
});

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
      const part = isDraining() ? 'process' : await brokenPart(deps);
      if (part !== undefined) throw new AppError('unavailable', { part });
      // Texts work without the object store, so this process stays in service.
      const isWithoutFiles = (await deps.bucket?.fault()) !== undefined;
      return replies.json(isWithoutFiles ? { status: 'degraded', down: ['files'] } : OK);
    },
    docs: {
      summary:
        'Whether the process responds, is not shutting down, fits the schema of its database, can use its data folder, and can reach the erasure keys.',
      success: { 200: 'All of that. `degraded`: the object store of the files does not work; texts do.' },
      reply: { json: Readiness },
      errors: ['unavailable'],
    },
  }),
];

/**
 * Writes nothing, because a GET changes nothing. access() also detects a file system that became read-only.
 * @returns what makes the process unusable
 */
async function brokenPart({ store, config }: Deps): Promise<'data-folder' | 'database' | 'keys' | undefined> {
  try {
    await access(config.dataDir, constants.W_OK);
  } catch {
    return 'data-folder';
  }
  const fits = await store.fitsSchema().catch(() => false);
  if (!fits) return 'database';
  return (await store.keysWork()) ? undefined : 'keys';
}
