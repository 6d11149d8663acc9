import type { PreparedShare, Shared } from '#client/share.ts';
import { isRefusal } from '#client/errors.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import { followUpload } from '#web/parts/files/follow-upload.ts';
import type { RunningUpload, UploadJob, UploadProgress } from '#web/parts/files/upload-job.ts';

export type SendingStep =
  /** `finishing`: all files are there, and the server looks whether they are whole. */
  { readonly step: 'sending' | 'finishing' } | { readonly step: 'uploading'; readonly upload: UploadProgress };

export interface SendEffects {
  readonly upload: (job: UploadJob) => Promise<RunningUpload>;
  /** Milliseconds that only ever grow. */
  readonly elapsedMs: () => number;
}

export interface SendInput {
  readonly files: readonly ChosenFile[];
  /** Asked where nothing is left of an earlier try. */
  readonly prepare: () => Promise<PreparedShare>;
  readonly signal: AbortSignal;
  readonly turn: (progress: SendingStep) => void;
}

/** Uploads and sends what was sealed, as often as it takes: until it is forgotten, the same bytes. */
export interface Sender {
  /** @throws what `prepare`, the upload and the server may; the signal's reason */
  readonly send: (sending: SendInput) => Promise<Shared>;
  /** It has arrived. */
  readonly settle: () => void;
  /** The next sending is of another share; what lies on the server of this one is deleted there. */
  readonly forget: () => void;
  /** The upload; nothing happens where none runs. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly retryNow: () => void;
}

interface Held {
  /** Sealed, and perhaps sent, but not answered. */
  prepared: PreparedShare | undefined;
  upload: RunningUpload | undefined;
}

export function createSender(effects: SendEffects): Sender {
  const held: Held = { prepared: undefined, upload: undefined };
  return {
    send: async (sending) => {
      const { signal, turn } = sending;
      const prepared = held.prepared ?? (await prepareAndUpload({ effects, held }, sending));
      turn({ step: prepared.body === undefined ? 'sending' : 'finishing' });
      const shared = await prepared.send({ signal }).catch((error: unknown) => {
        // Nothing of it is there to be deleted, unless it was uploaded.
        if (isRefusal(error) && prepared.body === undefined && held.prepared === prepared) held.prepared = undefined;
        throw error;
      });
      signal.throwIfAborted();
      return shared;
    },
    settle: () => (held.prepared = undefined),
    forget: () => forget(held),
    pause: () => held.upload?.pause(),
    resume: () => held.upload?.resume(),
    retryNow: () => held.upload?.retryNow(),
  };
}

interface Run {
  readonly effects: SendEffects;
  readonly held: Held;
}

function forget(held: Held): void {
  const { prepared } = held;
  held.prepared = undefined;
  // Also where nothing was uploaded: what was sent may have arrived, whatever became of its answer.
  void prepared?.discard().catch(() => undefined);
}

/** All but the last step, which may be repeated: with files, they are on the server when this resolves. */
async function prepareAndUpload(run: Run, sending: SendInput): Promise<PreparedShare> {
  const { held } = run;
  const prepared = await sending.prepare();
  // Whatever was written since, this is not it.
  sending.signal.throwIfAborted();
  held.prepared = prepared;
  if (prepared.body === undefined) return prepared;
  try {
    await upload(run, prepared.body, sending);
    return prepared;
  } catch (error) {
    // What was encrypted is gone, and is not encrypted again (SPEC.md §12.3): the next try is another share.
    if (held.prepared === prepared) forget(held);
    throw error;
  }
}

async function upload(
  { effects, held }: Run,
  task: UploadJob['task'],
  { files, signal, turn }: SendInput,
): Promise<void> {
  const show = (progress: UploadProgress) => turn({ step: 'uploading', upload: progress });
  const running = await followUpload({ task, files }, { start: effects.upload, elapsedMs: effects.elapsedMs, show });
  held.upload = running;
  if (signal.aborted) running.stop();
  signal.addEventListener('abort', running.stop, { once: true });
  try {
    await running.ended;
  } finally {
    if (held.upload === running) held.upload = undefined;
  }
  signal.throwIfAborted();
}
