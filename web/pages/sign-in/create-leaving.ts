import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { SessionApi } from '#client/session-api.ts';
import { ApiError } from '#client/errors.ts';
import type { LeavingState } from './state.ts';
import { signInErrorOf } from './sign-in-error.ts';
import type { TabState } from './tab-state.ts';

export interface LeavingEffects {
  readonly api: Pick<SessionApi, 'begin'>;
  readonly tab: Pick<TabState, 'keep'>;
  /** Whether a page has opened this tab, to which the person returns. */
  readonly fromPage: boolean;
  /** Replaces this page in the tab's history: going back from the provider must not start another sign-in. */
  readonly goTo: (url: string) => void;
}

export interface Leaving {
  readonly state: Accessor<LeavingState>;
  /** Begins a sign-in and goes to the provider. Can be called again after a failure. */
  readonly start: () => Promise<void>;
}

export function createLeaving({ api, tab, fromPage, goTo }: LeavingEffects): Leaving {
  const [state, setState] = createSignal<LeavingState>({ at: 'leaving' });
  return {
    state,
    start: async () => {
      setState({ at: 'leaving' });
      try {
        const { state, url } = await api.begin();
        if (!isWebAddress(url)) throw new TypeError('not the address of a provider');
        tab.keep({ state, fromPage });
        goTo(url);
      } catch (error) {
        const isOff = error instanceof ApiError && error.code === 'not-found';
        setState(isOff ? { at: 'off' } : { at: 'failed', error: signInErrorOf(error) });
      }
    },
  };
}

/** A page may lead only to another page: `javascript:` would run here. Plain http is for a provider on this machine. */
function isWebAddress(text: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
  } catch {
    return false;
  }
}
