import { NetworkError } from '#client/errors.ts';
import { readStatuses, remove } from '#client/manage.ts';
import { sleep } from '#client/retry.ts';
import { decodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { api } from '#web/app/network/api.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { publicUrl } from '#web/parts/link/page-address.ts';
import type { Entry } from '#web/parts/list/entry.ts';
import { forgetEntries, getSettings, listEntries, saveEntries, setKeepLinks } from '#web/parts/list/store.ts';
import type { SharesEffects } from './listing.ts';

export function browserEffects(): SharesEffects {
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
    wait: sleep,
  };
}

const loadRequests = () =>
  import('./request-effects.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });

/** The manage page of a share or request, with its key. */
export function manageHref({ id, ownerKey }: Entry): string {
  const bytes = decodeId(id);
  const fragment = bytes === undefined ? '' : encodeFragment({ type: LinkType.manage, key: ownerKey, id: bytes });
  return `${basePath()}m/${id}#${fragment}`;
}

/** Moves a stored or imported link to this page's own address: the service may have moved, and a file may be forged. */
export function withOwnLink<E extends Entry>(entry: E): E {
  const { kind, id, link } = entry;
  if (link === undefined) return entry;
  return { ...entry, link: `${publicUrl()}${kind === 'request' ? 'r' : 's'}/${id}${link.slice(link.indexOf('#'))}` };
}
