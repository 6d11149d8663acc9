import type { Asked } from '#client/ask.ts';
import { NetworkError } from '#client/errors.ts';
import { api } from '#web/api.ts';
import { requests } from '#web/requests-api.ts';
import { saveRequest } from '#web/shares/store.ts';
import type { AskEffects } from './asking.ts';

/** The arithmetic of requests is not small: it comes while the person writes. */
export const loadAsking = () => import('#client/ask.ts');

export function browserEffects(): Omit<AskEffects, 'token'> {
  return {
    prepare: async (wish) => {
      const { prepareRequest } = await loadAsking().catch((error: unknown) => {
        throw new NetworkError('unreachable', error);
      });
      return prepareRequest({ api, requests }, wish);
    },
    list,
    now: () => Math.floor(Date.now() / 1000),
  };
}

async function list({ id, ownerKey, title, createdAt, expiresAt, maxAnswers, link }: Asked): Promise<boolean> {
  try {
    await saveRequest({ id, ownerKey, title, createdAt, expiresAt, maxAnswers, link });
    return true;
  } catch {
    return false;
  }
}
