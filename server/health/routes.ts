import * as v from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Answers } from '#server/http/answer.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { findShare } from '#server/shares/storage.ts';

const Health = v.strictObject({ status: v.literal('ok') });
/** Belongs to no share. */
const NO_ID = new Uint8Array(16);

/** For whoever restarts the process (healthz) and whoever sends it requests (readyz). */
export function healthEndpoints({ store }: Deps, answers: Answers): Endpoint[] {
  const ok = { status: 'ok' } as const;
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
        try {
          await findShare(store.read, NO_ID);
        } catch {
          throw new AppError('unavailable');
        }
        return answers.json(ok);
      },
      docs: {
        summary: 'The process answers and reaches its database.',
        success: { 200: 'It does.' },
        response: { json: Health },
        errors: ['unavailable'],
      },
    },
  ];
}
