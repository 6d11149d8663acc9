import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import type { Shared } from '#client/share.ts';
import { redacting } from '#client/secret.ts';
import { sizeOf } from '#web/parts/files/chosen-file.ts';
import { createSender } from '#web/parts/sending/create-sender.ts';
import type { Sender } from '#web/parts/sending/create-sender.ts';
import type { ComposeState, ComposeEffects, ConditionsModule, ContentSummary, KeptPassword } from './state.ts';
import type { ComposeError, LinksLeft, MadeLink, SealingStep, ShareRemoval } from './state.ts';
import { createReplyRequest } from './create-reply-request.ts';
import type { ReplyRequestMaker } from './create-reply-request.ts';
import { emptyComposeDraft, fitComposeDraft, passwordOf } from './compose-draft.ts';
import type { ChosenTerms, ComposeDraft } from './compose-draft.ts';
import { composeFault, composeErrorOf } from './compose-error.ts';
import { deliverShare } from './deliver-share.ts';
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
      return now.draft.conditions === undefined ? check(composing, now) : checkLater(composing, now);
    },
    goOn: async () => {
      const now = state();
      if (now.at !== 'links' || now.left === undefined || now.left.progress !== undefined) return;
      if (effects.token.ready()) await makeLinks(composing, now.left, await effects.conditions());
    },
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing' && now.at !== 'links') return;
      composing.sealing?.abort();
      forget();
      if (now.at === 'sealing') setState({ at: 'writing', draft: now.draft });
      else setState({ ...now, left: now.left && { draft: now.left.draft, names: now.left.names } });
    },
    pause: sender.pause,
    resume: sender.resume,
    retryNow: sender.retryNow,
    remove: async (id) => {
      const now = state();
      if (now.at === 'sealed')
        await removeShare(effects, now.shared, (removal) => {
          const password = removal.at === 'removed' ? undefined : now.password;
          if (state().at === 'sealed') setState({ ...now, password, removal });
        });
      const link = now.at === 'links' ? now.made.find(({ shared }) => shared.id === id) : undefined;
      if (link !== undefined)
        await removeShare(effects, link.shared, (removal) => setState((latest) => withRemoval(latest, link, removal)));
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

function withRemoval(state: ComposeState, { shared: { id } }: MadeLink, removal: ShareRemoval): ComposeState {
  if (state.at !== 'links') return state;
  return { ...state, made: state.made.map((link) => (link.shared.id === id ? { ...link, removal } : link)) };
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
  await makeLinks(composing, { draft, names: draft.conditions.names }, logic);
  return undefined;
}

async function seal(composing: Composing, draft: ComposeDraft, logic?: ConditionsModule): Promise<Shared | undefined> {
  const { show } = composing;
  const { signal } = (composing.sealing = new AbortController());
  const turn = (progress: SealingStep) => {
    if (!signal.aborted) show({ at: 'sealing', draft, progress });
  };
  const input = draft.conditions && logic?.conditionsInput(draft.conditions);
  try {
    const { shared, ...delivered } = await deliverShare(composing, { draft, input, signal, turn });
    const conditions = input && logic && { conditions: logic.sealedConditions(input) };
    show({ at: 'sealed', shared, ...keptOf(draft), ...conditions, ...delivered, removal: { at: 'not-asked' } });
    return shared;
  } catch (cause) {
    if (signal.aborted) return undefined;
    show({ at: 'writing', draft, error: failedWith(composing, cause, draft) });
    return undefined;
  }
}

/** What an error of sending means for the page, for the token and for the next try. */
function failedWith({ effects, sender }: Composing, cause: unknown, draft: ComposeDraft): ComposeError {
  const error = composeErrorOf(cause, effects.policy());
  if (error.kind === 'token-required') effects.token.refuse();
  // After a network or service failure, the same bytes may still arrive. Other errors are final.
  if (error.kind !== 'service') sender.forget();
  return error.kind === 'quota' && draft.conditions?.audience === 'named' ? { ...error, kind: 'quota-people' } : error;
}

/** Makes the links of several people, or those that are left after it stopped. */
async function makeLinks(composing: Composing, left: Pick<LinksLeft, 'draft' | 'names'>, logic: ConditionsModule) {
  const { signal } = (composing.sealing = new AbortController());
  await logic.makeLinks(
    {
      ...{ state: composing.state, show: composing.show, signal, kept: keptOf(left.draft) },
      deliver: (delivery) => deliverShare(composing, { ...delivery, signal }),
      failedWith: (cause) => failedWith(composing, cause, left.draft),
    },
    left,
  );
}

const keptOf = (draft: ComposeDraft) => ({ contents: contentsOf(draft), password: keptPasswordOf(draft) });

function contentsOf({ text, files }: ComposeDraft): ContentSummary {
  return { text: text !== '', files: files.length, fileBytes: sizeOf(files) };
}

function keptPasswordOf(draft: ComposeDraft): KeptPassword | undefined {
  const value = passwordOf(draft);
  return value === undefined ? undefined : redacting({ value }, ['value']);
}
