import { changeRecipient, readStatus, readStatuses, remove, shorten, unlock } from '#client/manage.ts';
import { sleep } from '#client/retry.ts';
import { api } from '#web/app/network/api.ts';
import { pathId, publicUrl } from '#web/app/network/page-address.ts';
import { findEntry, saveShare } from '#web/parts/list/store.ts';
import type { ManageEffects } from './state.ts';

export function manageEffects(): ManageEffects {
  return {
    id: pathId(),
    publicUrl: publicUrl(),
    fragment: () => location.hash,
    isShare: async (owner) => (await readStatuses(api, [owner]))[0] !== null,
    readStatus: (owner) => readStatus(api, owner),
    unlock: (owner) => unlock(api, owner),
    remove: (owner) => remove(api, owner),
    changeRecipient: (owner, person) => changeRecipient(api, { ...owner, ...person }),
    shorten: (owner, expiresAt) => shorten(api, { ...owner, expiresAt }),
    find: findEntry,
    save: saveShare,
    visible: () => document.visibilityState === 'visible',
    wait: sleep,
  };
}
