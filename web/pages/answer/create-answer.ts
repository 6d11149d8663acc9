import { createSignal } from 'solid-js';
import type { Accessor, Setter } from 'solid-js';
import type { Question, RequestHolder } from '#client/question.ts';
import { ApiError, isFromNewerVersion, isMemberFault, serviceFailureOf } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { LinkType } from '#crypto/link.ts';
import { createBackoff } from '#client/retry.ts';
import type { Backoff } from '#client/retry.ts';
import { keyless, readAddressKey, readPastedKey } from '#web/parts/link/read-key.ts';
import type { KeyReading, Lock } from '#web/parts/link/read-key.ts';
import { createSender } from '#web/parts/sending/create-sender.ts';
import type { Sender } from '#web/parts/sending/create-sender.ts';
import { contentsOf, emptyAnswerDraft, entriesOf } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { DescribeRequestReply } from '#server/requests/wire.ts';
import type { MembersGate } from '#web/parts/session/create-members-gate.ts';
import type { AnswerState, AnswerEffects, WritingState } from './state.ts';
import { createReceipt } from './create-receipt.ts';
import type { ReceiptWatch } from './create-receipt.ts';
import { answerFault, answerErrorOf } from './answer-error.ts';

export interface Answerer {
  readonly state: Accessor<AnswerState>;
  /** Reads the key and, if it is there, fetches the question. */
  readonly start: () => Promise<void>;
  readonly giveKey: (text: string) => Promise<void>;
  /** A member has signed in: fetches the question. */
  readonly goOn: () => Promise<void>;
  /** Forgets a sealed answer that did not arrive: the next sealing makes a new one. */
  readonly edit: (change: Partial<AnswerDraft>) => void;
  /**
   * Seals and sends. Resolves when it has arrived or failed, with the error in the state. Retrying sends the same
   * bytes.
   */
  readonly send: () => Promise<void>;
  /** Deletes what has arrived on the server; the draft stays. */
  readonly cancel: () => void;
  /** Pauses the upload, if one is running. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Ends the current pauses between retries. */
  readonly retryNow: () => void;
  readonly remove: () => Promise<void>;
  /** Forgets everything; `start` reads the address again. */
  readonly leave: () => void;
}

interface Answering {
  readonly effects: AnswerEffects;
  readonly show: Setter<AnswerState>;
  readonly sender: Sender;
  readonly backoff: Backoff;
  readonly receipt: ReceiptWatch;
  holder: RequestHolder | undefined;
  /** Present once the request is known to be for members. */
  gate: MembersGate | undefined;
  sending: AbortController | undefined;
}

export function createAnswer(effects: AnswerEffects): Answerer {
  const [state, setState] = createSignal<AnswerState>({ at: 'looking' });
  const { id, publicUrl } = effects;
  const lock: Lock<typeof LinkType.request> = { id, publicUrl, types: [LinkType.request] };
  const sent = () => {
    const now = state();
    return now.at === 'sent' ? now : undefined;
  };
  const backoff = createBackoff(effects.wait);
  const sender = createSender(effects);
  const receipt = createReceipt(effects, { sent, show: setState });
  const answering: Answering = {
    ...{ effects, show: setState, sender, backoff, receipt },
    holder: undefined,
    gate: undefined,
    sending: undefined,
  };
  return {
    state,
    start: async () => begin(answering, await readAddressKey(effects.fragment(), lock)),
    giveKey: async (text) => begin(answering, await readPastedKey(text, lock)),
    goOn: async () => {
      if (state().at === 'members' && answering.holder) await run(answering, answering.holder);
    },
    edit: (change) => {
      const now = state();
      if (now.at !== 'writing') return;
      sender.forget();
      setState({ ...now, draft: { ...now.draft, ...change }, error: undefined });
    },
    send: async () => {
      const now = state();
      if (now.at === 'writing') await checkAndSend(answering, now);
    },
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing') return;
      answering.sending?.abort();
      sender.forget();
      setState({ at: 'writing', question: now.question, draft: now.draft, gate: now.gate });
    },
    pause: sender.pause,
    resume: sender.resume,
    retryNow: () => [backoff, sender, receipt].forEach((one) => one.retryNow()),
    remove: receipt.remove,
    leave: () => leave(answering),
  };
}

/** Forgets everything. */
function leave(answering: Answering): void {
  const { sender, show, backoff, receipt } = answering;
  answering.holder = undefined;
  answering.sending?.abort();
  sender.forget();
  show({ at: 'looking' });
  backoff.retryNow();
  receipt.retryNow();
}

async function begin(answering: Answering, reading: KeyReading<typeof LinkType.request>): Promise<void> {
  const { effects, show } = answering;
  if (!reading.ok) {
    show((now) => keyless(now, reading.fault));
    return;
  }
  await run(answering, { id: effects.id, linkKey: reading.key });
}

/** Fetches the question, retrying while the network fails. */
async function run(answering: Answering, started: RequestHolder): Promise<void> {
  const { effects, show, backoff } = answering;
  answering.holder = started;
  show({ at: 'looking' });
  for (let tries = 0; answering.holder === started; tries++) {
    const next = await look(answering, started);
    if (answering.holder !== started) return;
    show(next);
    // Sending loads it again, and says so if it does not arrive.
    if (next.at === 'writing') effects.loadReceipt().catch(() => undefined);
    if (next.at !== 'unreachable') return;
    await backoff.pause(tries, next.failure);
  }
}

/** Checks that the request accepts answers before fetching the question, so that nobody fills in a closed form. */
async function look(answering: Answering, holder: RequestHolder): Promise<AnswerState> {
  const { effects } = answering;
  try {
    // First: with broken cryptography, a genuine question would look forged.
    await effects.selfCheck();
    const before = await effects.describe(holder);
    if (before.state !== 'open') return { at: 'over', state: before.state, description: before };
    if (before.members === undefined) return asWriting(await effects.read(holder));
    return await readAsMember(answering, holder, before);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'ended') return { at: 'unreachable', failure: { kind: 'server' } };
    const failure = serviceFailureOf(error);
    if (failure !== undefined) return { at: 'unreachable', failure };
    if (error instanceof ApiError) return { at: 'nothing' };
    if (isFromNewerVersion(error)) return { at: 'newer' };
    const code = error instanceof CryptoError ? error.code : 'self-check';
    return { at: code === 'self-check' || code === 'no-webcrypto' ? 'incapable' : 'forged' };
  }
}

/** `describe` has compared what it says of members with the preamble. */
async function readAsMember(
  answering: Answering,
  holder: RequestHolder,
  description: DescribeRequestReply,
): Promise<AnswerState> {
  const { effects } = answering;
  const gate = answering.gate ?? (await makeGate(effects, description));
  answering.gate = gate;
  if (gate.state().at !== 'member') return { at: 'members', gate, description };
  try {
    return asWriting(await effects.read({ ...holder, passes: gate.passes }), gate);
  } catch (error) {
    if (!(error instanceof ApiError) || !isMemberFault(error.code)) throw error;
    gate.refuse(error.code);
    return { at: 'members', gate, description };
  }
}

async function makeGate(effects: AnswerEffects, { members }: DescribeRequestReply): Promise<MembersGate> {
  const loaded = await effects.loadMembers();
  return loaded.createMembersGate(loaded.effects, () => members?.groups);
}

function asWriting(question: Question, gate?: MembersGate): AnswerState {
  const { state } = question.description;
  if (state !== 'open') return { at: 'over', state, description: question.description };
  return { at: 'writing', question, draft: emptyAnswerDraft, ...(gate && { gate }) };
}

async function checkAndSend(answering: Answering, now: WritingState): Promise<void> {
  const { effects, show, holder } = answering;
  if (holder === undefined) return;
  const circumstances = { policy: effects.policy(), before: now.error };
  const error = answerFault(now.question.asked.fields ?? [], now.draft, circumstances);
  if (error === undefined) await send(answering, holder, now);
  else show({ ...now, error });
}

async function send(
  answering: Answering,
  holder: RequestHolder,
  { question, draft, gate }: WritingState,
): Promise<void> {
  const { effects, show, sender, receipt } = answering;
  const { signal } = (answering.sending = new AbortController());
  const turn = (progress: Extract<AnswerState, { at: 'sealing' }>['progress']) => {
    if (!signal.aborted) show({ at: 'sealing', question, draft, gate, progress });
  };
  const { text, fields, chosen } = contentsOf(question.asked.fields ?? [], draft);
  const sealed = { text, fields, files: entriesOf(chosen), signal };
  const prepare = () => effects.prepare({ ...holder, asked: question.asked, passes: gate?.passes }, sealed);
  turn({ step: 'sealing' });
  try {
    // First: an answer without a receipt could be neither watched nor deleted.
    await effects.loadReceipt();
    signal.throwIfAborted();
    const shared = await sender.send({ files: chosen, prepare, signal, turn });
    sender.settle();
    show({ at: 'sent', shared, removal: { at: 'not-asked' } });
    void receipt.watch();
  } catch (cause) {
    if (signal.aborted) return;
    const error = answerErrorOf(cause, effects.policy());
    // After a network or service failure, the same bytes may still arrive. Other errors are final.
    if (error.kind !== 'service') sender.forget();
    if (isMemberFault(error.kind)) gate?.refuse(error.kind);
    show({ at: 'writing', question, draft, gate, error });
  }
}
