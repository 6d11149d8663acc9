import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { passesOf } from '#client/session-api.ts';
import type { SessionApi } from '#client/session-api.ts';
import { ApiError, serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { PassPurpose, Session } from '#server/session/wire.ts';

export type SessionState =
  | { readonly at: 'looking' }
  /** The service did not say. */
  | { readonly at: 'unknown'; readonly failure: ServiceFailure }
  | { readonly at: 'none' }
  | { readonly at: 'signed-in'; readonly session: Session };

export interface SessionEffects {
  readonly api: Pick<SessionApi, 'read' | 'pass' | 'end'>;
  readonly tellOtherTabs: () => void;
  /** @returns a function that ends it */
  readonly followOtherTabs: (look: () => void) => () => void;
}

/** Whether somebody has signed in here, in this tab or in another one. */
export interface MemberSession {
  readonly state: Accessor<SessionState>;
  /** Asks the service. Calls at the same time share one reply. */
  readonly look: () => Promise<void>;
  /** For one use, so call it right before. @throws ApiError `pass-required` without a session; as `Api` */
  readonly pass: (purpose: PassPurpose, id: string, signal?: AbortSignal) => Promise<string>;
  /** Signs out. @returns whether the service has ended the session */
  readonly end: () => Promise<boolean>;
  /** Looks now, and when another tab may have changed it. @returns a function that ends it */
  readonly follow: () => () => void;
}

export function createSession({ api, tellOtherTabs, followOtherTabs }: SessionEffects): MemberSession {
  const [state, setState] = createSignal<SessionState>({ at: 'looking' });
  let looking: Promise<void> | undefined;
  const read = async () => {
    try {
      const session = await api.read();
      setState((now) => (session === null ? { at: 'none' } : sameOr(now, session)));
    } catch (error) {
      const failure = serviceFailureOf(error) ?? { kind: 'strange' };
      // A session that is known stays on the screen: its next use shows whether it still is one.
      setState((now) => (now.at === 'signed-in' ? now : { at: 'unknown', failure }));
    }
  };
  const look = () => (looking ??= read().finally(() => (looking = undefined)));
  return {
    state,
    look,
    pass: async (purpose, id, signal) => {
      try {
        return await passesOf(api)(purpose, id, signal);
      } catch (error) {
        if (error instanceof ApiError && error.code === 'pass-required') setState({ at: 'none' });
        throw error;
      }
    },
    end: async () => {
      try {
        await api.end();
      } catch {
        return false;
      }
      setState({ at: 'none' });
      tellOtherTabs();
      return true;
    },
    follow: () => {
      void look();
      return followOtherTabs(() => void look());
    },
  };
}

/** The same state for the same session, so that nothing on the page is drawn again. */
function sameOr(now: SessionState, session: Session): SessionState {
  const isSame = now.at === 'signed-in' && JSON.stringify(now.session) === JSON.stringify(session);
  return isSame ? now : { at: 'signed-in', session };
}
