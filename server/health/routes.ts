import { access, constants } from 'node:fs/promises';
import * as v from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Answers } from '#server/http/reply.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { findShare } from '#server/records/share.ts';

const Health = v.object({ status: v.literal('ok') });
/** Belongs to no share. */
const NO_ID = new Uint8Array(16);

/** For whoever restarts the process (healthz) and whoever sends it requests (readyz). */
export function healthEndpoints(deps: Deps, answers: Answers, isDraining: () => boolean): Endpoint[] {
  const { store, config } = deps;
  const ok = { status: 'ok' } as const;
  /** Nothing is written for it: a GET changes nothing. The system says of a disk that became read-only, too. */
  const check = async () => {
    if (isDraining()) throw new AppError('unavailable');
    await access(config.dataDir, constants.W_OK);
    await findShare(store.read, NO_ID);
  };
  return [
    {
      method: 'GET',
      path: '/healthz',
      answer: () => answers.json(ok),
      docs: {
        summary: 'The process answers.',
        success: { 200: 'It does.' },
        response: { json: Health },
        errors: [],
      },
    },
    {
      method: 'GET',
      path: '/readyz',
      rateClass: 'other',
      answer: async () => {
        await check().catch(() => {
          throw new AppError('unavailable');
        });
        return answers.json(ok);
      },
      docs: {
        summary: 'The process answers, is not about to end, and can use its database and its data folder.',
        success: { 200: 'It does.' },
        response: { json: Health },
        errors: ['unavailable'],
      },
    },
  ];
}
