import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';

/** `unavailable`: the browser has no notifications for this page, or the person refused them earlier. */
export type Notifying = 'unavailable' | 'off' | 'asking' | 'on' | 'refused';

/** A lock screen may show it, so it never contains a title. */
export interface Notice {
  readonly words: string;
  /**
   * Names what happened. Two tabs that report the same event show one notification, and a later event is announced even
   * if the earlier notification is still there.
   */
  readonly event: string;
}

export interface NotifyingEffects {
  /** Undefined if there are no notifications. */
  readonly permission: () => NotificationPermission | undefined;
  readonly request: () => Promise<NotificationPermission>;
  /** @throws if the browser does not let pages show notifications */
  readonly show: (notice: Notice) => void;
  /** Whether the person is looking at the page, and so sees what happens. */
  readonly focused: () => boolean;
}

export interface Notifier {
  readonly state: Accessor<Notifying>;
  /** Call it during a press: browsers ask for permission only then. */
  readonly turnOn: () => Promise<void>;
  readonly turnOff: () => void;
  readonly tell: (notice: Notice) => void;
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
    tell: (notice) => {
      if (state() !== 'on' || effects.focused()) return;
      try {
        effects.show(notice);
      } catch {
        setState('unavailable');
      }
    },
  };
}
