import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { orAborted } from '#client/retry.ts';
import type { Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { createSpeedometer } from '#web/parts/files/measure-speed.ts';
import { failureOf } from './file-failure.ts';
import type { FileFailure } from './file-failure.ts';
import type { Leftover, OpenSink, Sink, Wanted } from './sinks/sink.ts';
import { withResolvers } from '#web/app/with-resolvers.ts';

/** The index of a file, or all files as one zip. */
export type Target = number | 'all';

export type TargetState =
  /** Waits for the person to choose a place, or for its turn: files are saved one at a time. */
  | { readonly at: 'waiting' }
  | SavingState
  | { readonly at: 'saved' }
  | { readonly at: 'cancelled'; readonly leftover: Leftover }
  | { readonly at: 'failed'; readonly reason: FileFailure; readonly leftover: Leftover };

export interface SavingState {
  readonly at: 'saving';
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Undefined until it can be measured. */
  readonly bytesPerSecond?: number | undefined;
  /** The download continues automatically from where it stopped. */
  readonly failure?: ServiceFailure | undefined;
  /** The sink accepts no bytes at present: the download is paused, or was ended without telling the page. */
  readonly stalled?: boolean | undefined;
}

export type FileBytes = AsyncIterable<Uint8Array<ArrayBuffer>>;

export interface TransferOptions {
  readonly signal: AbortSignal;
  readonly onRetry: (failure: ServiceFailure | undefined) => void;
}

export interface Package extends Wanted {
  readonly read: (reading: TransferOptions) => FileBytes;
}

export interface SavingEffects {
  readonly fileCount: number;
  /** The bytes to save and their file name. */
  readonly pack: (target: Target) => Promise<Package>;
  readonly openSink: OpenSink;
  readonly nowSeconds: () => number;
  /** Called once, when every file has been saved. */
  readonly onAllSaved: () => void;
  /** Called when a read is refused because the opening is over. */
  readonly onOver: () => void;
  readonly wait: Wait;
}

export interface Saver {
  /** Has no entry for a target that was never saved. */
  readonly state: Accessor<ReadonlyMap<Target, TargetState>>;
  readonly save: (target: Target) => Promise<void>;
  /** The target can be saved again. Its state says what may be left on the device. */
  readonly cancel: (target: Target) => void;
  readonly cancelAll: () => void;
}

export function createSaving(effects: SavingEffects): Saver {
  const [state, setState] = createSignal<ReadonlyMap<Target, TargetState>>(new Map());
  const running = new Map<Target, AbortController>();
  const takeTurn = createTurns();
  let allSaved = false;

  const set = (target: Target, next: TargetState | undefined) =>
    setState((now) => {
      const states = new Map(now);
      if (next === undefined) states.delete(target);
      else states.set(target, next);
      return states;
    });

  const noteSaved = () => {
    const isSaved = (target: Target) => state().get(target)?.at === 'saved';
    if (allSaved || running.size > 0) return;
    if (!(isSaved('all') || Array.from({ length: effects.fileCount }, (_, i) => i).every(isSaved))) return;
    allSaved = true;
    effects.onAllSaved();
  };

  return {
    state,
    save: async (target) => {
      if (running.has(target)) return;
      const abort = new AbortController();
      const { signal } = abort;
      running.set(target, abort);
      set(target, { at: 'waiting' });
      const show = (saving: SavingState) => !signal.aborted && set(target, saving);
      const end = await transfer({ effects, target, signal, takeTurn, show }).catch(
        (error: unknown): TargetState | undefined =>
          signal.aborted ? undefined : { at: 'failed', reason: failureOf(error), leftover: 'nothing' },
      );
      running.delete(target);
      // Ends a read that is still running, so that it cannot change the state shown.
      abort.abort();
      set(target, end);
      noteSaved();
      if (end?.at === 'failed' && end.reason === 'over') effects.onOver();
    },
    cancel: (target) => running.get(target)?.abort(),
    cancelAll: () => running.forEach((abort) => abort.abort()),
  };
}

type TakeTurn = (signal: AbortSignal) => Promise<() => void>;

/** A mutex in the order of the calls. @returns a function that ends the turn */
function createTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return async (signal) => {
    const before = last;
    const { promise, resolve } = withResolvers<undefined>();
    last = before.then(() => promise);
    const end = () => resolve(undefined);
    await orAborted(before, signal).catch((error: unknown) => {
      end();
      throw error;
    });
    return end;
  };
}

interface Transfer {
  readonly effects: SavingEffects;
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly takeTurn: TakeTurn;
  readonly show: (saving: SavingState) => unknown;
}

/** @returns undefined if the person cancelled before anything was written */
async function transfer(work: Transfer): Promise<TargetState | undefined> {
  const { effects, signal } = work;
  const wanted = await effects.pack(work.target);
  const opening = effects.openSink(wanted);
  // Cancelled in the meantime: the sink that opens late is discarded.
  const late = () => void opening.then((sink) => sink?.discard()).catch(() => undefined);
  signal.addEventListener('abort', late, { once: true });
  const sink = await orAborted(opening, signal);
  signal.removeEventListener('abort', late);
  if (sink === undefined) return undefined;
  try {
    const endTurn = await work.takeTurn(signal);
    await pour({ ...effects, wanted, sink, signal, show: work.show }).finally(endTurn);
  } catch (error) {
    const leftover = await sink.discard();
    return signal.aborted ? { at: 'cancelled', leftover } : { at: 'failed', reason: failureOf(error), leftover };
  }
  return { at: 'saved' };
}

interface Pouring {
  readonly wanted: Package;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly show: (saving: SavingState) => unknown;
  readonly nowSeconds: () => number;
  readonly wait: Wait;
}

const STALL_SECONDS = 12;
const SHOW_SECONDS = 0.25;

async function pour({ wanted, sink, signal, show, nowSeconds, wait }: Pouring): Promise<void> {
  let saving: SavingState = { at: 'saving', doneBytes: 0, totalBytes: wanted.sizeBytes };
  const speed = createSpeedometer();
  let shownAt = nowSeconds();
  const onRetry = (failure: ServiceFailure | undefined) => {
    speed.reset();
    saving = { ...saving, failure, bytesPerSecond: undefined };
    show(saving);
  };
  show(saving);
  for await (const bytes of wanted.read({ signal, onRetry })) {
    const doneBytes = saving.doneBytes + bytes.length;
    const written = new AbortController();
    const stalled = () => show({ ...saving, stalled: true });
    wait(STALL_SECONDS, written.signal).then(stalled, () => undefined);
    await orAborted(sink.write(bytes), signal).finally(() => written.abort());
    const now = nowSeconds();
    saving = { ...saving, doneBytes };
    if (now < shownAt + SHOW_SECONDS) continue;
    shownAt = now;
    speed.mark(now * 1000, doneBytes);
    saving = { ...saving, bytesPerSecond: speed.bytesPerSecond() };
    show(saving);
  }
  signal.throwIfAborted();
  await sink.close();
}
