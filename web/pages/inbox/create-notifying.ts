import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';

/** `unavailable`: the browser has no notifications for this page, or the person refused them earlier. */
export type Notifying = 'unavailable' | 'off' | 'asking' | 'on' | 'refused';

export interface NotifyingEffects {
  /** Undefined if there are no notifications. */
  readonly permission: () => NotificationPermission | undefined;
  readonly request: () => Promise<NotificationPermission>;
  /** @throws if the browser does not let pages show notifications */
  readonly show: (words: string) => void;
  /** Whether the person is looking at the page, and so sees the answer arrive. */
  readonly focused: () => boolean;
}

export interface Notifier {
  readonly state: Accessor<Notifying>;
  /** Call it during a press: browsers ask for permission only then. */
  readonly turnOn: () => Promise<void>;
  readonly turnOff: () => void;
  readonly tell: (words: string) => void;
}

export function createNotifying(effects: NotifyingEffects): Notifier {
  const permission = effects.permission();
  // An earlier refusal is not reported again without a press.
  const initial = permission === undefined || permission === 'denied' ? 'unavailable' : 'off';
  const [state, setState] = createSignal<Notifying>(initial);
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
