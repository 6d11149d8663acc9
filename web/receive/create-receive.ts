import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { LinkType } from '#crypto/link.ts';
import { createPatience } from '#web/connection/patience.ts';
import { keyless, readOwnKey, readPastedKey } from '#web/link/read-key.ts';
import type { KeyReading, Lock } from '#web/link/read-key.ts';
import { look } from './look.ts';
import { openSeal } from './open-seal.ts';
import type { Receive, ReceiveEffects, Receiving, ShareLinkType, Step } from './receiving.ts';

export interface Receiver {
  readonly state: Accessor<Receive>;
  /** Reads the key and, if there is one, asks what is true. Never spends anything. */
  readonly start: () => Promise<void>;
  readonly giveKey: (text: string) => Promise<void>;
  readonly open: (password?: string) => Promise<void>;
  /** Ends the present pause between two tries. */
  readonly hurry: () => void;
  /** The person has the secret somewhere else now. */
  readonly keep: () => void;
  /** Forgets everything; `start` reads the address anew. */
  readonly leave: () => void;
}

const SHARE_LINKS = [LinkType.share, LinkType.sharePassword] as const;

export function createReceive(effects: ReceiveEffects): Receiver {
  const [state, setState] = createSignal<Receive>({ at: 'looking' });
  const patience = createPatience(effects.wait);
  const lock: Lock<ShareLinkType> = { id: effects.id, publicUrl: effects.publicUrl, types: SHARE_LINKS };
  let receiving: Receiving | undefined;

  const begin = (reading: KeyReading<ShareLinkType>): Promise<void> => {
    if (!reading.ok) {
      setState((now) => keyless(now, reading.fault));
      return Promise.resolve();
    }
    const begun: Receiving = {
      effects,
      patience,
      key: { type: reading.type, linkKey: reading.key },
      to: (next) => receiving === begun && setState(next),
      left: () => receiving !== begun,
    };
    receiving = begun;
    setState({ at: 'looking' });
    return walk(begun, { take: 'look', resume: true });
  };

  return {
    state,
    start: () => {
      const reading = readOwnKey(effects.fragment(), lock);
      if (receiving) return begin({ ok: true, type: receiving.key.type, key: receiving.key.linkKey });
      const { memory } = effects;
      const openedHere = memory.claim() === undefined ? memory.openedAt() : undefined;
      if (reading.ok || reading.fault.kind !== 'missing' || openedHere === undefined) return begin(reading);
      setState({ at: 'remembered', openedHere });
      return Promise.resolve();
    },
    giveKey: (text) => begin(readPastedKey(text, lock)),
    open: async (password) => {
      const now = state();
      if (!receiving || now.at !== 'ready') return;
      await walk(receiving, { take: 'open', ready: now, password });
    },
    hurry: patience.hurry,
    keep: () => setState((now) => (now.at === 'opened' ? { ...now, kept: true } : now)),
    leave: () => {
      receiving = undefined;
      setState({ at: 'looking' });
      patience.hurry();
    },
  };
}

async function walk(receiving: Receiving, first: Step): Promise<void> {
  for (let step: Step | undefined = first; step && !receiving.left();) {
    step = step.take === 'look' ? await look(receiving, step) : await openSeal(receiving, step);
  }
}
