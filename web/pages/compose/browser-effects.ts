import { NetworkError } from '#client/errors.ts';
import { remove } from '#client/manage.ts';
import { prepareShare } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import { api } from '#web/app/network/api.ts';
import { upload } from '#web/parts/files/lazy-files.ts';
import { workerKdf } from '#web/app/workers/kdf.ts';
import { forgetShare, saveShare } from '#web/parts/list/store.ts';
import type { ComposeEffects } from './state.ts';
import type { ReplyRequestInput } from './create-reply-request.ts';
import { serverNow } from '#web/clock.ts';

export function composeEffects(): Omit<ComposeEffects, 'policy' | 'token'> {
  return {
    prepare: (request) => prepareShare(api, { ...request, kdf: workerKdf(request.signal) }),
    prepareReplyRequest,
    upload,
    remove: (shared) => remove(api, shared),
    list,
    unlist: ({ id }) => forgetShare(id).catch(() => undefined),
    now: () => Math.floor(serverNow()),
    elapsedMs: () => performance.now(),
  };
}

async function prepareReplyRequest(input: ReplyRequestInput) {
  const lazy = await import('./prepare-reply-request.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  return lazy.prepareReplyRequest(input);
}

/** The store drops the link unless the person chose to keep links. @returns false if the browser refuses storage */
async function list({ id, ownerKey, title, createdAt, expiresAt, maxViews, hasPassword, link }: Shared) {
  const titled = title === undefined ? {} : { title };
  try {
    await saveShare({ id, ownerKey, ...titled, createdAt, expiresAt, maxViews, hasPassword, link });
    return true;
  } catch {
    return false;
  }
}
