import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { PreparedShare, Shared, ShareRequest } from '#client/share.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { Compose, ComposeEffects, Setback } from './composing.ts';
import { defaultAttemptLimit, emptyDraft, passwordOf, ttlSeconds } from './draft.ts';
import type { Draft } from './draft.ts';
import { faultOf, setbackOf } from './setback.ts';

export interface Composer {
  readonly state: Accessor<Compose>;
  /** What was sealed before, and did not arrive, is forgotten: the next sealing makes a new share. */
  readonly edit: (change: Partial<Draft>) => void;
  /** @returns what was sealed, or undefined: the state says why. A repeated try sends the same bytes. */
  readonly seal: () => Promise<Shared | undefined>;
  readonly cancel: () => void;
  readonly remove: () => Promise<void>;
  /** Leaves nothing behind. */
  readonly clear: () => void;
}

export function createCompose(effects: ComposeEffects): Composer {
  const [state, setState] = createSignal<Compose>({ at: 'writing', draft: emptyDraft() });
  let prepared: PreparedShare | undefined;
  let sealing: AbortController | undefined;

  const sealDraft = async (draft: Draft, signal: AbortSignal): Promise<Shared> => {
    const progress = (fraction: number) => {
      if (!signal.aborted) setState({ at: 'sealing', draft, progress: { step: 'hashing', fraction } });
    };
    prepared ??= await effects.prepare({ ...requestOf(draft, effects.now()), signal, onProgress: progress });
    signal.throwIfAborted();
    setState({ at: 'sealing', draft, progress: { step: 'sending' } });
    const shared = await prepared.send({ signal });
    prepared = undefined;
    return shared;
  };

  const seal = async (): Promise<Shared | undefined> => {
    const now = state();
    if (now.at !== 'writing') return undefined;
    const { draft } = now;
    const backToWriting = (setback?: Setback) => setState({ at: 'writing', draft, setback });
    const fault = faultOf(draft, effects.now());
    if (fault !== undefined) {
      backToWriting(fault);
      return undefined;
    }
    const { signal } = (sealing = new AbortController());
    setState({ at: 'sealing', draft, progress: { step: 'sealing' } });
    try {
      const shared = await sealDraft(draft, signal);
      if (signal.aborted) return undefined;
      const listed = await effects.list(shared);
      setState({ at: 'sealed', shared, listed, removal: { at: 'not-asked' } });
      return shared;
    } catch (error) {
      if (signal.aborted) return undefined;
      const setback = setbackOf(error);
      // Only what may arrive another time is worth sending again.
      if (setback.kind !== 'trouble') prepared = undefined;
      backToWriting(setback);
      return undefined;
    }
  };

  return {
    state,
    edit: (change) => {
      const now = state();
      if (now.at !== 'writing') return;
      prepared = undefined;
      setState({ at: 'writing', draft: { ...now.draft, ...change } });
    },
    seal,
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing') return;
      sealing?.abort();
      setState({ at: 'writing', draft: now.draft });
    },
    remove: async () => {
      const now = state();
      if (now.at === 'sealed') setState(await removed(now, effects, setState));
    },
    clear: () => {
      sealing?.abort();
      prepared = undefined;
      setState({ at: 'writing', draft: emptyDraft() });
    },
  };
}

function requestOf(draft: Draft, now: number): Omit<ShareRequest, 'kdf'> {
  return {
    text: draft.text,
    title: draft.title,
    password: passwordOf(draft),
    maxViews: draft.maxViews,
    ttlSeconds: ttlSeconds(draft.within, now) ?? 0,
    attemptLimit: draft.attemptLimit ?? defaultAttemptLimit(draft.maxViews),
    onLimit: draft.onLimit,
  };
}

type Sealed = Extract<Compose, { at: 'sealed' }>;

async function removed(sealed: Sealed, effects: ComposeEffects, show: (state: Sealed) => void): Promise<Sealed> {
  show({ ...sealed, removal: { at: 'removing' } });
  try {
    const { endedAt } = await effects.remove(sealed.shared);
    await effects.unlist(sealed.shared);
    return { ...sealed, removal: { at: 'removed', endedAt } };
  } catch (error) {
    return { ...sealed, removal: { at: 'failed', trouble: troubleOf(error) ?? { kind: 'strange' } } };
  }
}
