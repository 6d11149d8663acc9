import { NetworkError } from '#client/errors.ts';
import { readStatuses, remove } from '#client/manage.ts';
import { sleep } from '#client/retry.ts';
import { api } from '#web/app/network/api.ts';
import { forgetEntries, getSettings, listEntries, saveEntries, setKeepLinks } from '#web/parts/list/store.ts';
import type { SharesEffects } from './state.ts';

export function sharesEffects({ onOpened }: Pick<SharesEffects, 'onOpened'>): SharesEffects {
  return {
    list: listEntries,
    settings: getSettings,
    setKeepLinks,
    save: saveEntries,
    forget: forgetEntries,
    readStatuses: (owners) => readStatuses(api, owners),
    readCounts: async (owners) => (await loadRequests()).countsOf(owners),
    remove: (share) => remove(api, share),
    removeRequest: async (request) => (await loadRequests()).removeRequest(request),
    onOpened,
    wait: sleep,
  };
}

const loadRequests = () =>
  import('./request-effects.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
