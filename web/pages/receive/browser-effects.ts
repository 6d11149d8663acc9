import { acknowledge, describe, newClaim, openShare } from '#client/open.ts';
import { sleep } from '#client/retry.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { readerApi as api } from '#web/app/network/reader-api.ts';
import { workerKdf } from '#web/app/workers/kdf.ts';
import { pathId, publicUrl } from '#web/app/network/page-address.ts';
import { words } from '#web/i18n/words.ts';
import { serverNow } from '#web/clock.ts';
import { loadGates } from './lazy-gated-secret.tsx';
import { loadOpenedSecret } from './lazy-opened-secret.tsx';
import type { ReceiveEffects } from './state.ts';
import { createTabMemory } from './tab-memory.ts';

export function receiveEffects(): ReceiveEffects {
  const id = pathId();
  const lockName = `sotto open ${id}`;
  return {
    id,
    publicUrl: publicUrl(),
    fragment: () => location.hash,
    dropFragment: () => history.replaceState(history.state, '', location.pathname + location.search),
    memory: createTabMemory(id, () => sessionStorage),
    browserStorage: () => localStorage,
    hold: () => hold(lockName),
    heldElsewhere: async () => {
      if (!hasLocks()) return false;
      // If site data is blocked, the query fails: tabs cannot detect each other.
      const { held = [] } = await navigator.locks.query().catch((): LockManagerSnapshot => ({}));
      return held.some(({ name }) => name === lockName);
    },
    selfCheck: checkPrimitives,
    loadOpened: loadOpenedSecret,
    loadGates,
    loadMembers: async () => (await import('#web/parts/session/members-gate-effects.ts')).membersGateEffects,
    describe: (request) => describe(api, request),
    // Loaded with the page for named people.
    requestCode: async (request) => (await import('#client/request-code.ts')).requestCode(api, request),
    language: () => words().lang,
    newClaim,
    kdf: workerKdf(),
    openShare: (request) => openShare(api, request),
    acknowledge: (request) => acknowledge(api, request),
    // Needed for files only, so it is loaded with the code that saves them.
    keepLease: async (holder, options) => (await import('#client/download.ts')).keepLease(api, holder, options),
    painted: nextPaint,
    wait: sleep,
    now: serverNow,
  };
}

/** False over plain http, which an operator may allow: tabs cannot detect each other then. */
function hasLocks(): boolean {
  return 'locks' in navigator;
}

function hold(name: string): Promise<(() => void) | undefined> {
  if (!hasLocks()) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    const holding = (lock: unknown) => {
      if (lock !== null) return new Promise<void>((release) => resolve(release));
      resolve(undefined);
      return undefined;
    };
    navigator.locks.request(name, { ifAvailable: true }, holding).catch(() => resolve(() => undefined));
  });
}

/** Resolves at the second frame: the first one has been drawn by then. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
