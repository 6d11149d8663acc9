import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import type { Shared } from '#client/share.ts';
import type { ShareInput } from '#client/share-input.ts';
import { redacting } from '#client/secret.ts';
import { serviceFailureOf } from '#client/errors.ts';
import { sizeOf } from '#web/parts/files/chosen-file.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import { createSender } from '#web/parts/sending/create-sender.ts';
import type { Sender } from '#web/parts/sending/create-sender.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import type { ComposeState, ComposeEffects, ContentSummary, SealingStep, ComposeError } from './state.ts';
import { createReplyRequest } from './create-reply-request.ts';
import type { ReplyRequestMaker } from './create-reply-request.ts';
import { attemptLimitOf, emptyComposeDraft, fitComposeDraft, passwordOf } from './compose-draft.ts';
import type { ChosenTerms, ComposeDraft } from './compose-draft.ts';
import { composeFault, composeErrorOf } from './compose-error.ts';

export interface Composer {
  readonly state: Accessor<ComposeState>;
  /** Forgets a sealed share that did not arrive: the next sealing makes a new one. */
  readonly edit: (change: Partial<ComposeDraft>) => void;
  /** Brings the draft within the policy; nothing typed is lost. */
  readonly fit: (policy: Policy) => void;
  /** Retrying sends the same bytes. @returns the share; undefined if it failed, with the error in the state */
  readonly seal: () => Promise<Shared | undefined>;
  /** Deletes what has arrived on the server; the draft stays. */
  readonly cancel: () => void;
  /** Pauses the upload, if one is running. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly retryNow: () => void;
  readonly remove: () => Promise<void>;
  /** Forgets the draft and everything made from it. */
  readonly clear: () => void;
}

interface Composing {
  readonly effects: ComposeEffects;
  readonly state: Accessor<ComposeState>;
  readonly show: (state: ComposeState) => void;
  readonly sender: Sender;
  readonly replyRequests: ReplyRequestMaker;
  sealing: AbortController | undefined;
  chosen: ChosenTerms;
}

const nothingChosen: ChosenTerms = { within: false };

export function createCompose(effects: ComposeEffects): Composer {
  const [state, setState] = createSignal<ComposeState>({ at: 'writing', draft: emptyComposeDraft() });
  const sender = createSender(effects);
  const replyRequests = createReplyRequest(effects);
  const forget = () => [sender, replyRequests].forEach((one) => one.forget());
  const composing: Composing = {
    ...{ effects, state, show: setState },
    ...{ sender, replyRequests },
    sealing: undefined,
    chosen: nothingChosen,
  };
  return {
    state,
    edit: (change) => {
      if (change.within !== undefined) composing.chosen = { within: true };
      edit(composing, change);
    },
    fit: (policy) => fit(composing, policy),
    seal: async () => {
      const now = state();
      if (now.at !== 'writing') return undefined;
      const error = composeFault(now.draft, { now: effects.now(), policy: effects.policy() });
      if (error === undefined && effects.token.ready()) return seal(composing, now.draft);
      setState({ ...now, error: error ?? { kind: 'token-required' } });
      return undefined;
    },
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing') return;
      composing.sealing?.abort();
      forget();
      setState({ at: 'writing', draft: now.draft });
    },
    pause: sender.pause,
    resume: sender.resume,
    retryNow: sender.retryNow,
    remove: async () => {
      const now = state();
      if (now.at !== 'sealed') return;
      const show = (next: Sealed) => state().at === 'sealed' && setState(next);
      show(await removed(now, effects, show));
    },
    clear: () => {
      composing.sealing?.abort();
      forget();
      composing.chosen = nothingChosen;
      setState({ at: 'writing', draft: emptyComposeDraft() });
    },
  };
}

function edit(
  { state, show, sender, replyRequests }: Composing,
  change: Partial<ComposeDraft>,
  error?: ComposeError,
): void {
  const now = state();
  if (now.at !== 'writing') return;
  sender.forget();
  replyRequests.forget();
  show({ at: 'writing', draft: { ...now.draft, ...change }, ...(error && { error }) });
}

function fit(composing: Composing, policy: Policy): void {
  const now = composing.state();
  if (now.at !== 'writing') return;
  const change = fitComposeDraft(policy, now.draft, composing.chosen);
  if (Object.keys(change).length > 0) edit(composing, change, now.error);
}

async function seal(composing: Composing, draft: ComposeDraft): Promise<Shared | undefined> {
  const { effects, sender, show } = composing;
  const { signal } = (composing.sealing = new AbortController());
  const turn = (progress: SealingStep) => {
    if (!signal.aborted) show({ at: 'sealing', draft, progress });
  };
  turn({ step: 'sealing' });
  const onProgress = (fraction: number) => turn({ step: 'hashing', fraction });
  try {
    const replyRequest = draft.allowReply
      ? await composing.replyRequests.ask({ ...replyInputOf(draft, effects.now), signal })
      : undefined;
    const reply = replyRequest && { reply: replyRequest.link };
    const prepare = () => effects.prepare({ ...requestOf(draft, effects.now), ...reply, signal, onProgress });
    const shared = await sender.send({ files: draft.files, prepare, signal, turn });
    const listed = await effects.list(shared);
    if (signal.aborted) await effects.unlist(shared);
    signal.throwIfAborted();
    sender.settle();
    composing.replyRequests.settle();
    effects.token.accept();
    const kept = { contents: contentsOf(draft), password: keptPasswordOf(draft), replyRequest, listed };
    show({ at: 'sealed', shared, ...kept, removal: { at: 'not-asked' } });
    return shared;
  } catch (cause) {
    if (signal.aborted) return undefined;
    const error = composeErrorOf(cause, effects.policy());
    if (error.kind === 'token-required') effects.token.refuse();
    // After a network or service failure, the same bytes may still arrive. Other errors are final.
    if (error.kind !== 'service') sender.forget();
    show({ at: 'writing', draft, error });
    return undefined;
  }
}

function replyInputOf({ title, within }: ComposeDraft, now: () => number) {
  return { title, ttlSeconds: ttlSeconds(within, now()) ?? 0 };
}

function requestOf(draft: ComposeDraft, now: () => number): Omit<ShareInput, 'kdf'> {
  const ttl = () => ttlSeconds(draft.within, now()) ?? 0;
  return {
    text: draft.text,
    ...(draft.files.length > 0 && { files: draft.files.map(entryOf) }),
    title: draft.title,
    password: passwordOf(draft),
    maxViews: draft.maxViews ?? 1,
    ttlSeconds: draft.within.kind === 'span' ? ttl() : ttl,
    attemptLimit: attemptLimitOf(draft),
    onLimit: draft.onLimit,
  };
}

const entryOf = ({ name, file: { size, type } }: ChosenFile) => ({ name, size, type });

function contentsOf({ text, files }: ComposeDraft): ContentSummary {
  return { text: text !== '', files: files.length, fileBytes: sizeOf(files) };
}

function keptPasswordOf(draft: ComposeDraft): Sealed['password'] {
  const value = passwordOf(draft);
  return value === undefined ? undefined : redacting({ value }, ['value']);
}

type Sealed = Extract<ComposeState, { at: 'sealed' }>;

async function removed(sealed: Sealed, effects: ComposeEffects, show: (next: Sealed) => unknown): Promise<Sealed> {
  show({ ...sealed, removal: { at: 'removing' } });
  try {
    const { endedAt } = await effects.remove(sealed.shared);
    await effects.unlist(sealed.shared);
    return { ...sealed, password: undefined, removal: { at: 'removed', endedAt } };
  } catch (error) {
    return { ...sealed, removal: { at: 'failed', failure: serviceFailureOf(error) ?? { kind: 'strange' } } };
  }
}
