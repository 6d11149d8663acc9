/** A sign-in that this tab has begun. */
export interface BegunSignIn {
  readonly state: string;
  /** A page has opened this tab, and waits for it. */
  readonly fromPage: boolean;
}

/** What this tab, and no other one, knows while it is at the provider. */
export interface TabState {
  readonly keep: (begun: BegunSignIn) => void;
  /** Forgets it: a sign-in is finished once. */
  readonly take: () => BegunSignIn | undefined;
}

/** @throws from `keep` if the browser stores nothing: without it, the provider's answer could not be accepted */
export function createTabState(key: string, storage: () => Storage): TabState {
  return {
    keep: ({ state, fromPage }) => storage().setItem(key, (fromPage ? 'page ' : 'own ') + state),
    take: () => {
      try {
        const [opener, state] = (storage().getItem(key) ?? '').split(' ');
        storage().removeItem(key);
        return state === undefined || state === '' ? undefined : { state, fromPage: opener === 'page' };
      } catch {
        return undefined;
      }
    },
  };
}
