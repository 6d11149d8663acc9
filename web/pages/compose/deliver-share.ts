import { redacting } from '#client/secret.ts';
import type { ShareInput } from '#client/share-input.ts';
import type { Shared } from '#client/share.ts';
import { sizeOf } from '#web/parts/files/chosen-file.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import type { ShareEntry } from '#web/parts/list/entry.ts';
import type { Sender } from '#web/parts/sending/create-sender.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import { attemptLimitOf, onLimitOf, passwordOf } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import type { ReplyRequest, ReplyRequestMaker } from './create-reply-request.ts';
import { composeErrorOf } from './compose-error.ts';
import type { ComposeEffects, ComposeError, ContentSummary, KeptPassword, SealingStep } from './state.ts';

/** What a draft's conditions mean for a share. */
export type ConditionsInput = Pick<
  ShareInput,
  'people' | 'notBefore' | 'notify' | 'members' | 'showSender' | 'notifyMail'
>;

/** What My shares records beside the share itself. */
export type ListNote = Pick<ShareEntry, 'people' | 'notBefore' | 'members' | 'group'>;

export interface Delivered {
  readonly shared: Shared;
  readonly replyRequest: ReplyRequest | undefined;
  /** It is in My shares. */
  readonly listed: boolean;
}

export interface Delivery {
  readonly draft: ComposeDraft;
  readonly input?: ConditionsInput | undefined;
  readonly groupOf?: ((shared: Shared) => ListNote['group']) | undefined;
  readonly signal: AbortSignal;
  readonly turn: (progress: SealingStep) => void;
}

export interface Delivering {
  readonly effects: ComposeEffects;
  readonly sender: Sender;
  readonly replyRequests: ReplyRequestMaker;
}

/**
 * Seals, uploads, sends and lists one share, with the request for a reply. Called again after an error, it sends the
 * same bytes, unless they were forgotten.
 * @throws errors of sealing, the upload and the server; the signal's reason
 */
export async function deliverShare(
  { effects, sender, replyRequests }: Delivering,
  delivery: Delivery,
): Promise<Delivered> {
  const { draft, input, signal, turn } = delivery;
  turn({ step: 'sealing' });
  const onProgress = (fraction: number) => turn({ step: 'hashing', fraction });
  const replyRequest = draft.allowReply
    ? await replyRequests.ask({ ...replyInputOf(draft, effects.now), members: input?.members, signal })
    : undefined;
  const reply = replyRequest && { reply: replyRequest.link };
  const prepare = () => effects.prepare({ ...requestOf(draft, effects.now), ...input, ...reply, signal, onProgress });
  const shared = await sender.send({ files: draft.files, prepare, signal, turn });
  const listed = await effects.list(shared, noteOf(delivery, shared));
  if (signal.aborted) await effects.unlist(shared);
  signal.throwIfAborted();
  sender.settle();
  replyRequests.settle();
  effects.token.accept();
  return { shared, replyRequest, listed };
}

function noteOf({ input, groupOf }: Delivery, shared: Shared): ListNote {
  const group = groupOf?.(shared);
  return {
    ...(input?.people && { people: input.people.length }),
    ...(input?.notBefore !== undefined && { notBefore: input.notBefore }),
    ...(input?.members && { members: input.members }),
    ...(group && { group }),
  };
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
    onLimit: onLimitOf(draft),
  };
}

const entryOf = ({ name, file: { size, type } }: ChosenFile) => ({ name, size, type });

/** What an error of sending means for the page, for the token and for the next try. */
export function failedWith({ effects, sender }: Delivering, cause: unknown, draft: ComposeDraft): ComposeError {
  const error = composeErrorOf(cause, effects.policy());
  if (error.kind === 'token-required') effects.token.refuse();
  // After a network or service failure, the same bytes may still arrive. Other errors are final.
  if (error.kind !== 'service') sender.forget();
  return error.kind === 'quota' && draft.conditions?.audience === 'named' ? { ...error, kind: 'quota-people' } : error;
}

/** What the page keeps of a sealed draft. */
export const keptOf = (draft: ComposeDraft) => ({ contents: contentsOf(draft), password: keptPasswordOf(draft) });

function contentsOf({ text, files }: ComposeDraft): ContentSummary {
  return { text: text !== '', files: files.length, fileBytes: sizeOf(files) };
}

function keptPasswordOf(draft: ComposeDraft): KeptPassword | undefined {
  const value = passwordOf(draft);
  return value === undefined ? undefined : redacting({ value }, ['value']);
}
