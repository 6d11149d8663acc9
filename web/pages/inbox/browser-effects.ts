import { sessionPasses } from '#web/parts/session/held-passes.ts';
import { NetworkError } from '#client/errors.ts';
import { closeRequest, deleteAnswer, deleteRequest, readInbox } from '#client/inbox.ts';
import { newClaim } from '#client/open.ts';
import { sleep } from '#client/retry.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { api } from '#web/app/network/api.ts';
import { saveEntries } from '#web/parts/list/store.ts';
import { createTabMemory } from '#web/pages/receive/tab-memory.ts';
import { requests } from '#web/app/network/requests-api.ts';
import type { InboxEffects } from './state.ts';

type Told = Pick<InboxEffects, 'onArrived'> & { readonly notifying: () => boolean };

export function inboxEffects({ onArrived, notifying }: Told): InboxEffects {
  return {
    readInbox: (owner) => readInbox(requests, owner),
    checkTerms: async (owner, inbox) => {
      const passes = inbox.members && (await sessionPasses());
      return (await loadTerms()).checkOwnTerms(requests, { ...owner, passes }, inbox);
    },
    close: (owner) => closeRequest(requests, owner),
    remove: (owner) => deleteRequest(requests, owner),
    removeAnswer: (owner) => deleteAnswer(requests, owner),
    memoryOf: (answer) => createTabMemory(answer, () => sessionStorage),
    selfCheck: checkPrimitives,
    newClaim,
    openAnswer: async (answer) => (await loadOpening()).openAnswer(api, answer),
    acknowledge: async (read) => (await loadOpening()).acknowledgeAnswer(api, read),
    keepLease: async (holder, options) => (await import('#client/download.ts')).keepLease(api, holder, options),
    painted: nextPaint,
    save: (entry) => saveEntries([entry]),
    watched: () => document.visibilityState === 'visible' || notifying(),
    onArrived,
    wait: sleep,
  };
}

/** HPKE and X-Wing, needed only once there is an answer. */
export const loadOpening = () =>
  import('#client/open-answer.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });

const loadTerms = () =>
  import('#client/own-terms.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });

/** The first frame paints the rendered page; the second one starts after that. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
