import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { LinkType } from '#crypto/link.ts';
import { createBackoff } from '#client/retry.ts';
import { keyless, readAddressKey, readPastedKey } from '#web/parts/link/read-key.ts';
import type { KeyReading, Lock } from '#web/parts/link/read-key.ts';
import { look } from './look.ts';
import { openSeal } from './open-seal.ts';
import type { Given, ReceiveState, ReceiveEffects, Receiving, ShareLinkType, Step } from './state.ts';

export interface Receiver {
  readonly state: Accessor<ReceiveState>;
  /** Reads the key and, if it is there, fetches the state of the share. Never spends a view. */
  readonly start: () => Promise<void>;
  readonly giveKey: (text: string) => Promise<void>;
  readonly open: (given?: Given) => Promise<void>;
  /** Ends the current pause between retries. */
  readonly retryNow: () => void;
  /** The person has copied or saved the secret. */
  readonly keep: () => void;
  /**
   * `taken`: the person has every file they want, and the server may erase them; else the server has ended the opening.
   */
  readonly endFiles: (taken: boolean) => void;
  /** Forgets everything; `start` reads the address again. */
  readonly leave: () => void;
}

const SHARE_LINKS = [LinkType.share, LinkType.sharePassword] as const;

export function createReceive(effects: ReceiveEffects): Receiver {
  const [state, setState] = createSignal<ReceiveState>({ at: 'looking' });
  const backoff = createBackoff(effects.wait);
  const lock: Lock<ShareLinkType> = { id: effects.id, publicUrl: effects.publicUrl, types: SHARE_LINKS };
  let receiving: Receiving | undefined;
  let taking = createTaking();
  const turn = async (next: (now: ReceiveState) => ReceiveState) => void setState(next);
  const begin = (reading: KeyReading<ShareLinkType>): Promise<void> => {
    if (!reading.ok) return turn((now) => keyless(now, reading.fault));
    taking.end(true);
    taking = createTaking();
    const started: Receiving = {
      effects,
      backoff,
      key: { type: reading.type, linkKey: reading.key },
      to: (next) => receiving === started && setState(next),
      left: () => receiving !== started,
      look: () => walk(started, { take: 'look', resume: false }),
      taken: taking.taken,
    };
    receiving = started;
    setState({ at: 'looking' });
    return walk(started, { take: 'look', resume: true });
  };

  return {
    state,
    start: async () => {
      if (receiving) return begin({ ok: true, type: receiving.key.type, key: receiving.key.linkKey });
      const reading = await readAddressKey(effects.fragment(), lock);
      const openedHere = openedBefore(effects);
      if (reading.ok || reading.fault.kind !== 'missing' || openedHere === undefined) return begin(reading);
      return turn(() => ({ at: 'remembered', openedHere }));
    },
    giveKey: async (text) => begin(await readPastedKey(text, lock)),
    open: async (given = {}) => {
      const now = state();
      if (receiving && now.at === 'ready') await walk(receiving, { take: 'open', ready: now, given });
    },
    retryNow: backoff.retryNow,
    keep: () => setState((now) => (now.at === 'opened' ? { ...now, kept: true } : now)),
    endFiles: (taken) => taking.end(taken),
    leave: () => {
      receiving = undefined;
      taking.end(true);
      setState({ at: 'looking' });
      backoff.retryNow();
    },
  };
}

/** Unix seconds at which this tab opened the share; undefined if an unfinished opening can still be resumed. */
function openedBefore({ memory }: ReceiveEffects): number | undefined {
  return memory.claim() === undefined ? memory.openedAt() : undefined;
}

function createTaking(): { readonly taken: Promise<boolean>; readonly end: (taken: boolean) => void } {
  let end: (taken: boolean) => void = () => undefined;
  const taken = new Promise<boolean>((resolve) => (end = resolve));
  return { taken, end };
}

async function walk(receiving: Receiving, first: Step): Promise<void> {
  for (let step: Step | undefined = first; step && !receiving.left();) {
    step = step.take === 'look' ? await look(receiving, step) : await openSeal(receiving, step);
  }
}
