import { createSessionApi } from '#client/session-api.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { service } from '#web/app/network/service.ts';
import { fetchWithDate } from '#web/clock.ts';

/** Only these calls send the cookie of a session, and its path keeps it from every other one. */
export const sessionApi = createSessionApi({
  ...service(),
  fetch: (url, init) => fetchWithDate(url, { ...init, credentials: 'same-origin' }),
});

/** Per service: others may live at the same origin, under other paths. */
const CHANNEL = `sotto session ${basePath()}`;

let channel: BroadcastChannel | undefined;

function open(): BroadcastChannel | undefined {
  try {
    return (channel ??= new BroadcastChannel(CHANNEL));
  } catch {
    // Some browsers refuse it where site data is blocked. Other tabs then look when they come to the front.
    return undefined;
  }
}

/** Tells the other tabs of this service that somebody has signed in or out. */
export function tellOtherTabs(): void {
  open()?.postMessage('changed');
}

/** Calls `look` when another tab has signed in or out, and when this one comes to the front. @returns what ends it */
export function followOtherTabs(look: () => void): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  open()?.addEventListener('message', look, { signal });
  addEventListener('focus', look, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look(), { signal });
  return () => listeners.abort();
}
