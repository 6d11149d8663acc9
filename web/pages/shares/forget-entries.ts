import type { ListEntry } from '#web/parts/list/entry.ts';
import type { ListContext } from './state.ts';

export interface Forgetting {
  /** Removes them from this browser's list and changes nothing on the server. Until the next time, it can be undone. */
  readonly forget: (ids: readonly string[]) => Promise<void>;
  /** Removes everything from this browser's list, for good. */
  readonly clear: () => Promise<void>;
  /** Puts back what was removed last. @returns whether the browser stored it; if not, it can be undone again */
  readonly restore: () => Promise<boolean>;
  /** The last removal becomes final. */
  readonly dismissRemoved: () => void;
}

/**
 * Entries are removed at once, so nothing comes back after a reload. Only this page remembers them.
 * @param stored changes the stored list, then reads it again
 */
export function createForgetting(
  { effects, state, change }: ListContext,
  stored: (act: () => Promise<unknown>) => Promise<void>,
): Forgetting {
  const entries = (): readonly ListEntry[] => {
    const now = state();
    return now.at === 'listed' ? now.entries : [];
  };
  const dismissRemoved = () => change({ removed: undefined });
  return {
    forget: async (ids) => {
      const removed = entries().filter(({ id }) => ids.includes(id));
      await stored(() => effects.forget(ids));
      change({ removed });
    },
    clear: async () => {
      await stored(() => effects.forget(entries().map(({ id }) => id)));
      dismissRemoved();
    },
    restore: async () => {
      const now = state();
      const removed = now.at === 'listed' ? (now.removed ?? []) : [];
      try {
        await effects.save(removed);
      } catch {
        // Here are the only copies of these keys.
        return false;
      }
      await stored(async () => undefined);
      dismissRemoved();
      return true;
    },
    dismissRemoved,
  };
}
