import type { Policy } from '#client/policy.ts';
import { NetworkError } from '#client/errors.ts';
import { ownerBody } from '#client/owner.ts';
import { prepareShare } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import { creatorApi as api } from '#web/app/network/creator-api.ts';
import { heldPasses } from '#web/parts/session/held-passes.ts';
import { upload } from '#web/parts/files/lazy-files.ts';
import { workerKdf } from '#web/app/workers/kdf.ts';
import type { ListNote } from './deliver-share.ts';
import type { ComposeEffects } from './state.ts';
import { words } from '#web/i18n/words.ts';
import { serverNow } from '#web/clock.ts';

/** A lazy module with this browser's list, loaded while the person writes. */
export const importList = () => import('#web/parts/list/store.ts');

const unreachable = (error: unknown) => {
  throw new NetworkError('unreachable', error);
};

/** @param policy undefined until it is loaded */
export function composeEffects(policy: () => Policy | undefined): Omit<ComposeEffects, 'policy' | 'token'> {
  const passes = () => heldPasses(policy());
  return {
    prepare: async (request) => {
      // A share that has been sent must be listed.
      await importList().catch(unreachable);
      return prepareShare(api, { ...request, passes: await passes(), kdf: workerKdf(request.signal) });
    },
    prepareReplyRequest: async (input) => {
      const lazy = await import('./prepare-reply-request.ts').catch(unreachable);
      return lazy.prepareReplyRequest({ ...input, passes: await passes() });
    },
    upload,
    remove: (shared) => api.discard(shared.id, ownerBody(shared)),
    list,
    unlist,
    conditions: () => import('./conditions/conditions-module.ts').catch(unreachable),
    language: () => words().lang,
    now: () => Math.floor(serverNow()),
  };
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
