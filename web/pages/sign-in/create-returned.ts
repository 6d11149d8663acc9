import { createSignal } from 'solid-js';
import type { Accessor, Setter } from 'solid-js';
import { ApiError, serviceFailureOf } from '#client/errors.ts';
import { redacting } from '#client/secret.ts';
import type { SessionApi } from '#client/session-api.ts';
import type { ReturnedState, TerminalState } from './state.ts';
import { signInErrorOf } from './sign-in-error.ts';
import type { BegunSignIn, TabState } from './tab-state.ts';

export interface ReturnedEffects {
  readonly api: Pick<SessionApi, 'finish' | 'read' | 'terminal'>;
  readonly tab: Pick<TabState, 'take'>;
  /** What the provider has put into the address. Read once, then removed from it. */
  readonly takeQuery: () => URLSearchParams;
  readonly tellOtherTabs: () => void;
  /** Closes the tab if the browser allows it. */
  readonly close: () => void;
}

export interface Returned {
  readonly state: Accessor<ReturnedState>;
  /** Finishes the sign-in of the address, or shows who has signed in. */
  readonly start: () => Promise<void>;
  /** Makes a token for the terminal. */
  readonly makeToken: () => Promise<void>;
  /** The person has signed out. */
  readonly leave: () => void;
}

export function createReturned(effects: ReturnedEffects): Returned {
  const [state, setState] = createSignal<ReturnedState>({ at: 'finishing' });
  return {
    state,
    start: async () => {
      const query = effects.takeQuery();
      const begun = effects.tab.take();
      const isAnswer = query.has('state') || query.has('code') || query.has('error');
      await (isAnswer ? finish(effects, { query, begun, setState }) : look(effects, setState));
    },
    makeToken: () => makeToken(effects, state, setState),
    leave: () => setState({ at: 'nobody' }),
  };
}

interface Answer {
  readonly query: URLSearchParams;
  readonly begun: BegunSignIn | undefined;
  readonly setState: Setter<ReturnedState>;
}

/** An answer of the provider is sent only if this very tab has asked for it. */
async function finish(effects: ReturnedEffects, { query, begun, setState }: Answer): Promise<void> {
  const [state, code, iss] = [query.get('state'), query.get('code'), query.get('iss')];
  if (begun === undefined || state !== begun.state) {
    setState({ at: 'elsewhere' });
    return;
  }
  if (code === null || query.has('error')) {
    const kind = query.get('error') === 'access_denied' ? 'cancelled' : 'provider-refused';
    setState({ at: 'failed', error: { kind } });
    return;
  }
  try {
    const { session } = await effects.api.finish({ state, code, ...(iss !== null && { iss }) });
    setState({ at: 'signed-in', session, terminal: { at: 'not-asked' } });
    effects.tellOtherTabs();
    if (begun.fromPage) effects.close();
  } catch (error) {
    if (!(await isFinished(effects, error, setState))) setState({ at: 'failed', error: signInErrorOf(error) });
  }
}

/** The reply may be lost although the service has signed the person in, and the code cannot be sent again. */
async function isFinished({ api, tellOtherTabs }: ReturnedEffects, error: unknown, setState: Setter<ReturnedState>) {
  if (error instanceof ApiError || serviceFailureOf(error) === undefined) return false;
  const session = await api.read().catch(() => null);
  if (session === null) return false;
  setState({ at: 'signed-in', session, terminal: { at: 'not-asked' } });
  tellOtherTabs();
  return true;
}

async function look({ api }: ReturnedEffects, setState: Setter<ReturnedState>): Promise<void> {
  try {
    const session = await api.read();
    setState(session === null ? { at: 'nobody' } : { at: 'signed-in', session, terminal: { at: 'not-asked' } });
  } catch (error) {
    setState({ at: 'failed', error: signInErrorOf(error) });
  }
}

async function makeToken({ api }: ReturnedEffects, state: Accessor<ReturnedState>, setState: Setter<ReturnedState>) {
  const show = (terminal: TerminalState) => setState((now) => (now.at === 'signed-in' ? { ...now, terminal } : now));
  const now = state();
  if (now.at !== 'signed-in' || now.terminal.at === 'making') return;
  show({ at: 'making' });
  try {
    const { token, expiresAt } = await api.terminal();
    show(redacting({ at: 'made', token, expiresAt } as const, ['token']));
  } catch (error) {
    const isOver = error instanceof ApiError && error.code === 'pass-required';
    if (isOver) setState({ at: 'nobody' });
    else show({ at: 'failed', failure: serviceFailureOf(error) });
  }
}
