import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { isSendableToken } from '#client/call.ts';
import type { TokenStore } from '#web/app/network/token-store.ts';

/** `refused`: the server does not know it, or no longer does. */
export type TokenFault = 'missing' | 'malformed' | 'refused';

export type TokenState =
  /** Everyone may create here, as far as is known. */
  | { readonly at: 'needless' }
  | {
      readonly at: 'asked';
      readonly value: string;
      /** Keep it in this browser, not only in this tab. */
      readonly keep: boolean;
      readonly fault?: TokenFault | undefined;
    }
  | { readonly at: 'held'; readonly kept: boolean };

export interface TokenHolder {
  readonly state: Accessor<TokenState>;
  /** Creating requires a token here. */
  readonly need: () => void;
  /** It no longer does: a field that was asked for disappears. An accepted token stays. */
  readonly spare: () => void;
  readonly edit: (change: { readonly value?: string; readonly keep?: boolean }) => void;
  /**
   * Call it before sealing: requests carry the typed token from now on.
   * @returns false if it is invalid; the state says why
   */
  readonly ready: () => boolean;
  /** The server has accepted it. */
  readonly accept: () => void;
  /** The server has refused it. It stays in the field for correction. */
  readonly refuse: () => void;
  readonly forget: () => void;
  /** Empties the field. An accepted token stays. */
  readonly clear: () => void;
}

const emptyField: TokenState = { at: 'asked', value: '', keep: false };

export function createTokenHolder(store: TokenStore): TokenHolder {
  const [state, setState] = createSignal<TokenState>({ at: 'needless' });
  const need = () => {
    if (state().at !== 'needless') return;
    const found = store.find();
    setState(found ? { at: 'held', kept: found.kept } : emptyField);
  };
  return {
    state,
    need,
    spare: () => {
      if (state().at === 'asked') setState({ at: 'needless' });
    },
    edit: (change) => {
      const now = state();
      if (now.at !== 'asked') return;
      const { fault } = change.value === undefined ? now : {};
      setState({ at: 'asked', value: now.value, keep: now.keep, ...change, fault });
    },
    ready: () => {
      const now = state();
      if (now.at !== 'asked') return true;
      const token = now.value.trim();
      const fault = faultOf(token);
      if (fault === undefined) store.use(token);
      setState({ ...now, fault });
      return fault === undefined;
    },
    accept: () => {
      const now = state();
      if (now.at === 'asked') setState({ at: 'held', kept: store.keep(now.keep ? 'browser' : 'tab') });
    },
    refuse: () => {
      const now = state();
      if (now.at === 'needless') {
        need();
        return;
      }
      store.forget();
      setState(now.at === 'asked' ? { ...now, fault: 'refused' } : { ...emptyField, keep: now.kept, fault: 'refused' });
    },
    forget: () => {
      store.forget();
      setState(emptyField);
    },
    clear: () => {
      if (state().at === 'asked') setState(emptyField);
    },
  };
}

function faultOf(token: string): TokenFault | undefined {
  if (token === '') return 'missing';
  return isSendableToken(token) ? undefined : 'malformed';
}
