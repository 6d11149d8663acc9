import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { CreatedRequest, PreparedRequest, RequestInput } from '#client/ask.ts';
import type { Policy } from '#client/policy.ts';
import { isRefusal } from '#client/errors.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import { emptyAskDraft, fitAskDraft } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';
import type { AskState, AskEffects } from './state.ts';
import { askFault, askErrorOf } from './ask-error.ts';

export interface RequestMaker {
  readonly state: Accessor<AskState>;
  /** Forgets a sealed request that did not arrive: the next sealing makes a new one. */
  readonly edit: (change: Partial<AskDraft>) => void;
  /** Brings the draft within the policy; nothing typed is lost. */
  readonly fit: (policy: Policy) => void;
  /** Retrying sends the same bytes. @returns the request; undefined if it failed, with the error in the state */
  readonly seal: () => Promise<CreatedRequest | undefined>;
  /** Deletes what has arrived on the server; the draft stays. */
  readonly cancel: () => void;
  /** Forgets the draft and everything made from it. */
  readonly clear: () => void;
}

interface Asking {
  readonly effects: AskEffects;
  readonly show: (state: AskState) => void;
  /** Sealed and perhaps sent, but not confirmed by the server. */
  prepared: PreparedRequest | undefined;
  sealing: AbortController;
}

export function createAsk(effects: AskEffects): RequestMaker {
  const [state, setState] = createSignal<AskState>({ at: 'writing', draft: emptyAskDraft() });
  const asking: Asking = { effects, show: setState, prepared: undefined, sealing: new AbortController() };
  return {
    state,
    edit: (change) => {
      const now = state();
      if (now.at !== 'writing') return;
      forget(asking);
      setState({ at: 'writing', draft: { ...now.draft, ...change } });
    },
    fit: (policy) => {
      const now = state();
      if (now.at !== 'writing') return;
      const change = fitAskDraft(policy, now.draft);
      if (Object.keys(change).length === 0) return;
      forget(asking);
      setState({ ...now, draft: { ...now.draft, ...change } });
    },
    seal: async () => {
      const now = state();
      if (now.at !== 'writing') return undefined;
      const error = askFault(now.draft, effects.now());
      if (error === undefined && effects.token.ready()) return seal(asking, now.draft);
      setState({ ...now, error: error ?? { kind: 'token-required' } });
      return undefined;
    },
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing') return;
      asking.sealing.abort();
      forget(asking);
      setState({ at: 'writing', draft: now.draft });
    },
    clear: () => {
      asking.sealing.abort();
      forget(asking);
      setState({ at: 'writing', draft: emptyAskDraft() });
    },
  };
}

/** Discards a request that may have arrived, although nobody has its link. */
function forget(asking: Asking): void {
  const { prepared } = asking;
  asking.prepared = undefined;
  void prepared?.discard().catch(() => undefined);
}

async function seal(asking: Asking, draft: AskDraft): Promise<CreatedRequest | undefined> {
  const { effects, show } = asking;
  const { signal } = (asking.sealing = new AbortController());
  show({ at: 'sealing', draft });
  try {
    const asked = await send(asking, draft, signal);
    const listed = await effects.list(asked);
    if (signal.aborted) await effects.unlist(asked);
    signal.throwIfAborted();
    asking.prepared = undefined;
    effects.token.accept();
    const { answerTtlSeconds, keep } = draft;
    show({ at: 'asked', asked, terms: { answerTtlSeconds, keep }, listed });
    return asked;
  } catch (cause) {
    if (signal.aborted) return undefined;
    const error = askErrorOf(cause);
    if (error.kind === 'token-required') effects.token.refuse();
    // After a network or service failure, the same bytes may still arrive. Other errors are final.
    if (isRefusal(cause)) asking.prepared = undefined;
    else if (error.kind !== 'service') forget(asking);
    show({ at: 'writing', draft, error });
    return undefined;
  }
}

async function send(asking: Asking, draft: AskDraft, signal: AbortSignal): Promise<CreatedRequest> {
  const { effects } = asking;
  const ready =
    asking.prepared ?? (await effects.prepare({ ...wishOf(draft, effects.now(), effects.language()), signal }));
  signal.throwIfAborted();
  asking.prepared = ready;
  const asked = await ready.send({ signal });
  signal.throwIfAborted();
  return asked;
}

/** @param locale of mail to the person who asks */
function wishOf(draft: AskDraft, now: number, locale: string): RequestInput {
  const { title, ask, fields, maxAnswers, within, answerTtlSeconds, keep } = draft;
  const { forMembers, groups, showSender, mail } = draft;
  return {
    title: title.trim(),
    ask: ask.trim(),
    fields: fields.map(({ name, type }) => ({ name: name.trim(), type })),
    maxAnswers: maxAnswers ?? 1,
    ...{ answerTtlSeconds, keep },
    ttlSeconds: ttlSeconds(within, now) ?? 0,
    ...(forMembers && { members: groups.length > 0 ? { groups } : {} }),
    ...(showSender && { showSender }),
    ...(mail && { notifyMail: { locale } }),
  };
}
