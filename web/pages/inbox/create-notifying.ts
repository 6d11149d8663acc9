import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';

/** `unavailable`: this browser, or this address, has no notifications for pages, or none that were allowed before. */
export type Notifying = 'unavailable' | 'off' | 'asking' | 'on' | 'refused';

export interface NotifyingEffects {
  /** Undefined where there are no notifications. */
  readonly permission: () => NotificationPermission | undefined;
  readonly request: () => Promise<NotificationPermission>;
  /** @throws where a page may not show any itself */
  readonly show: (words: string) => void;
  /** Whoever looks at the page sees the answer come. */
  readonly focused: () => boolean;
}

export interface Notifier {
  readonly state: Accessor<Notifying>;
  /** To be called by a press: browsers ask the person for permission only then. */
  readonly turnOn: () => Promise<void>;
  readonly turnOff: () => void;
  readonly tell: (words: string) => void;
}

export function createNotifying(effects: NotifyingEffects): Notifier {
  const permission = effects.permission();
  // Who has refused before is not told so again unasked.
  const begun = permission === undefined || permission === 'denied' ? 'unavailable' : 'off';
  const [state, setState] = createSignal<Notifying>(begun);
  return {
    state,
    turnOn: async () => {
      if (state() === 'unavailable' || state() === 'asking') return;
      setState('asking');
      const permission = await effects.request().catch(() => 'denied');
      setState(permission === 'granted' ? 'on' : permission === 'denied' ? 'refused' : 'off');
    },
    turnOff: () => setState((now) => (now === 'on' ? 'off' : now)),
    tell: (words) => {
      if (state() !== 'on' || effects.focused()) return;
      try {
        effects.show(words);
      } catch {
        setState('unavailable');
      }
    },
  };
}
