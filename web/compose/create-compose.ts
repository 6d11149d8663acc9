import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { PreparedShare, Shared, ShareRequest } from '#client/share.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { Compose, ComposeEffects } from './composing.ts';
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

interface Composing {
  readonly effects: ComposeEffects;
  readonly state: Accessor<Compose>;
  readonly show: (state: Compose) => void;
  /** Sealed, and perhaps sent, but not answered. */
  prepared: PreparedShare | undefined;
  sealing: AbortController | undefined;
}

export function createCompose(effects: ComposeEffects): Composer {
  const [state, setState] = createSignal<Compose>({ at: 'writing', draft: emptyDraft() });
  const composing: Composing = { effects, state, show: setState, prepared: undefined, sealing: undefined };
  return {
    state,
    edit: (change) => {
      const now = state();
      if (now.at !== 'writing') return;
      composing.prepared = undefined;
      setState({ at: 'writing', draft: { ...now.draft, ...change } });
    },
    seal: async () => {
      const now = state();
      if (now.at !== 'writing') return undefined;
      const setback = faultOf(now.draft, effects.now());
      if (setback === undefined) return seal(composing, now.draft);
      setState({ ...now, setback });
      return undefined;
    },
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing') return;
      composing.sealing?.abort();
      setState({ at: 'writing', draft: now.draft });
    },
    remove: async () => {
      const now = state();
      if (now.at !== 'sealed') return;
      const show = (next: Sealed) => state().at === 'sealed' && setState(next);
      show(await removed(now, effects, show));
    },
    clear: () => {
      composing.sealing?.abort();
      composing.prepared = undefined;
      setState({ at: 'writing', draft: emptyDraft() });
    },
  };
}

async function seal(composing: Composing, draft: Draft): Promise<Shared | undefined> {
  const { effects, show } = composing;
  const { signal } = (composing.sealing = new AbortController());
  show({ at: 'sealing', draft, progress: { step: 'sealing' } });
  try {
    const shared = await sealAndSend(composing, draft, signal);
    const listed = await effects.list(shared);
    signal.throwIfAborted();
    composing.prepared = undefined;
    show({ at: 'sealed', shared, listed, removal: { at: 'not-asked' } });
    return shared;
  } catch (error) {
    if (signal.aborted) return undefined;
    const setback = setbackOf(error);
    // Only what may arrive another time is worth sending again.
    if (setback.kind !== 'trouble') composing.prepared = undefined;
    show({ at: 'writing', draft, setback });
    return undefined;
  }
}

async function sealAndSend(composing: Composing, draft: Draft, signal: AbortSignal): Promise<Shared> {
  const { effects, show } = composing;
  const onProgress = (fraction: number) => {
    if (!signal.aborted) show({ at: 'sealing', draft, progress: { step: 'hashing', fraction } });
  };
  const request = { ...requestOf(draft, effects.now()), signal, onProgress };
  const prepared = composing.prepared ?? (await effects.prepare(request));
  // Whatever was written since, this is not it.
  signal.throwIfAborted();
  composing.prepared = prepared;
  show({ at: 'sealing', draft, progress: { step: 'sending' } });
  const shared = await prepared.send({ signal });
  signal.throwIfAborted();
  return shared;
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

async function removed(sealed: Sealed, effects: ComposeEffects, show: (next: Sealed) => unknown): Promise<Sealed> {
  show({ ...sealed, removal: { at: 'removing' } });
  try {
    const { endedAt } = await effects.remove(sealed.shared);
    await effects.unlist(sealed.shared);
    return { ...sealed, removal: { at: 'removed', endedAt } };
  } catch (error) {
    return { ...sealed, removal: { at: 'failed', trouble: troubleOf(error) ?? { kind: 'strange' } } };
  }
}
