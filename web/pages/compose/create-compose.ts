import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import type { Shared } from '#client/share.ts';
import { createSender } from '#web/parts/sending/create-sender.ts';
import type { Sender } from '#web/parts/sending/create-sender.ts';
import type { ComposeState, ComposeEffects, ComposeError, ConditionsModule, SealingStep } from './state.ts';
import { createReplyRequest } from './create-reply-request.ts';
import type { ReplyRequestMaker } from './create-reply-request.ts';
import { emptyComposeDraft, fitComposeDraft } from './compose-draft.ts';
import type { ChosenTerms, ComposeDraft } from './compose-draft.ts';
import { composeFault, composeErrorOf } from './compose-error.ts';
import { deliverShare, failedWith, keptOf } from './deliver-share.ts';
import { removeShare } from './remove-share.ts';

export interface Composer {
  readonly state: Accessor<ComposeState>;
  /** Forgets a sealed share that did not arrive: the next sealing makes a new one. */
  readonly edit: (change: Partial<ComposeDraft>) => void;
  /** Brings the draft within the policy; nothing typed is lost. */
  readonly fit: (policy: Policy) => void;
  /** Retrying sends the same bytes. @returns the share; undefined if it failed, with the error in the state */
  readonly seal: () => Promise<Shared | undefined>;
  /** Makes the links that are left, after it stopped. */
  readonly goOn: () => Promise<void>;
  /** Deletes what has arrived on the server, but no link that is made; the draft stays. */
  readonly cancel: () => void;
  /** Pauses the upload, if one is running. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly retryNow: () => void;
  /** @param id one of several links; of a single one it is not needed */
  readonly remove: (id?: string) => Promise<void>;
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
      return now.draft.conditions === undefined ? check(composing, now) : checkLater(composing, now);
    },
    goOn: async () => (await effects.conditions()).goOn(composing),
    cancel: () => cancel(composing),
    pause: sender.pause,
    resume: sender.resume,
    retryNow: sender.retryNow,
    remove: async (id) => {
      const now = state();
      if (now.at === 'sealed') await remove(composing, now);
      else await (await effects.conditions()).removeLink(composing, id);
    },
    clear: () => {
      abandon(composing);
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

/** Deletes what has arrived of a share that is being sent. */
function abandon({ sealing, sender, replyRequests }: Composing): void {
  sealing?.abort();
  sender.forget();
  replyRequests.forget();
}

function cancel(composing: Composing): void {
  const now = composing.state();
  if (now.at !== 'sealing' && now.at !== 'links') return;
  abandon(composing);
  if (now.at === 'sealing') composing.show({ at: 'writing', draft: now.draft });
  else composing.show({ ...now, left: now.left && { draft: now.left.draft, names: now.left.names } });
}

async function remove({ effects, state, show }: Composing, sealed: Extract<ComposeState, { at: 'sealed' }>) {
  await removeShare(effects, sealed.shared, (removal) => {
    const password = removal.at === 'removed' ? undefined : sealed.password;
    if (state().at === 'sealed') show({ ...sealed, password, removal });
  });
}

type Writing = Extract<ComposeState, { at: 'writing' }>;

/** The checks of conditions load first. */
async function checkLater(composing: Composing, now: Writing): Promise<Shared | undefined> {
  const { effects, state, show } = composing;
  try {
    const logic = await effects.conditions();
    return state() === now ? await check(composing, now, logic) : undefined;
  } catch (cause) {
    if (state() === now) show({ ...now, error: composeErrorOf(cause, effects.policy()) });
    return undefined;
  }
}

async function check(composing: Composing, now: Writing, logic?: ConditionsModule): Promise<Shared | undefined> {
  const { effects, show } = composing;
  const { draft } = now;
  const circumstances = { now: effects.now(), policy: effects.policy() };
  const fault = logic?.conditionsFault(draft, circumstances);
  const error = composeFault(draft, circumstances) ?? (fault && { kind: 'conditions', fault });
  if (error !== undefined || !effects.token.ready()) {
    show({ ...now, error: error ?? { kind: 'token-required' } });
    return undefined;
  }
  if (draft.conditions?.audience !== 'each' || logic === undefined) return seal(composing, draft, logic);
  await logic.makeLinks(composing, { draft, names: draft.conditions.names });
  return undefined;
}

async function seal(composing: Composing, draft: ComposeDraft, logic?: ConditionsModule): Promise<Shared | undefined> {
  const { show } = composing;
  const { signal } = (composing.sealing = new AbortController());
  const turn = (progress: SealingStep) => {
    if (!signal.aborted) show({ at: 'sealing', draft, progress });
  };
  const input = draft.conditions && logic?.conditionsInput(draft.conditions, composing.effects.language());
  try {
    const { shared, ...delivered } = await deliverShare(composing, { draft, input, signal, turn });
    const conditions = input && logic && { conditions: logic.sealedConditions(input, shared.ownerKey) };
    show({ at: 'sealed', shared, ...keptOf(draft), ...conditions, ...delivered, removal: { at: 'not-asked' } });
    return shared;
  } catch (cause) {
    if (signal.aborted) return undefined;
    show({ at: 'writing', draft, error: failedWith(composing, cause, draft) });
    return undefined;
  }
}
