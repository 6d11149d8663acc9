import type { Policy } from '#client/policy.ts';
import { NetworkError } from '#client/errors.ts';
import { creatorApi as api } from '#web/app/network/creator-api.ts';
import { listRequest } from '#web/parts/list/list-request.ts';
import { forgetShare } from '#web/parts/list/store.ts';
import { requests } from '#web/app/network/requests-api.ts';
import type { AskEffects } from './state.ts';
import { heldPasses } from '#web/parts/session/held-passes.ts';
import { words } from '#web/i18n/words.ts';
import { serverNow } from '#web/clock.ts';

/** A lazy module with the cryptography of requests, loaded while the person writes. */
export const loadAsking = () => import('#client/ask.ts');

/** @param policy undefined until it is loaded */
export function askEffects(policy: () => Policy | undefined): Omit<AskEffects, 'token'> {
  return {
    prepare: async (wish) => {
      const { prepareRequest } = await loadAsking().catch((error: unknown) => {
        throw new NetworkError('unreachable', error);
      });
      return prepareRequest({ api, requests }, { ...wish, passes: await heldPasses(policy()) });
    },
    list: listRequest,
    unlist: ({ id }) => forgetShare(id).catch(() => undefined),
    language: () => words().lang,
    now: () => Math.floor(serverNow()),
  };
}
