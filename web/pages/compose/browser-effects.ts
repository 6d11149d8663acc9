import { NetworkError } from '#client/errors.ts';
import { ownerBody } from '#client/owner.ts';
import { prepareShare } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import { creatorApi as api } from '#web/app/network/creator-api.ts';
import { upload } from '#web/parts/files/lazy-files.ts';
import { workerKdf } from '#web/app/workers/kdf.ts';
import type { ListNote } from './deliver-share.ts';
import type { ComposeEffects } from './state.ts';
import type { ReplyRequestInput } from './create-reply-request.ts';
import { serverNow } from '#web/clock.ts';

/** A lazy module with this browser's list, loaded while the person writes. */
export const importList = () => import('#web/parts/list/store.ts');

const unreachable = (error: unknown) => {
  throw new NetworkError('unreachable', error);
};

export function composeEffects(): Omit<ComposeEffects, 'policy' | 'token'> {
  return {
    prepare: async (request) => {
      // A share that has been sent must be listed.
      await importList().catch(unreachable);
      return prepareShare(api, { ...request, kdf: workerKdf(request.signal) });
    },
    prepareReplyRequest,
    upload,
    remove: (shared) => api.discard(shared.id, ownerBody(shared)),
    list,
    unlist,
    conditions: () => import('./conditions/conditions-module.ts').catch(unreachable),
    now: () => Math.floor(serverNow()),
  };
}

async function prepareReplyRequest(input: ReplyRequestInput) {
  const lazy = await import('./prepare-reply-request.ts').catch(unreachable);
  return lazy.prepareReplyRequest(input);
}

/** The store drops the link unless the person chose to keep links. @returns false if the browser refuses storage */
async function list(shared: Shared, note: ListNote) {
  const { id, ownerKey, title, createdAt, expiresAt, maxViews, hasPassword, link } = shared;
  const titled = title === undefined ? {} : { title };
  try {
    const { saveShare } = await importList();
    await saveShare({ id, ownerKey, ...titled, createdAt, expiresAt, maxViews, hasPassword, link, ...note });
    return true;
  } catch {
    return false;
  }
}

async function unlist({ id }: Shared): Promise<void> {
  const { forgetShare } = await importList();
  await forgetShare(id).catch(() => undefined);
}
