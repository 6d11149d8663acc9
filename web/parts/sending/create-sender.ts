import type { PreparedShare, Shared } from '#client/share.ts';
import { isRefusal } from '#client/errors.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import type { Show } from '#web/parts/files/follow-upload.ts';
import type { RunningUpload, UploadJob, UploadProgress } from '#web/parts/files/upload-job.ts';

export type SendingStep =
  /** `finishing`: the files are uploaded, and the server checks that they are complete. */
  { readonly step: 'sending' | 'finishing' } | { readonly step: 'uploading'; readonly upload: UploadProgress };

export interface SendEffects {
  /** Reports the progress of the upload. Its module loads when files are sent. */
  readonly upload: (job: Pick<UploadJob, 'task' | 'files'>, show: Show) => Promise<RunningUpload>;
}

export interface SendInput {
  readonly files: readonly ChosenFile[];
  /** Called if nothing is left of an earlier try. */
  readonly prepare: () => Promise<PreparedShare>;
  readonly signal: AbortSignal;
  readonly turn: (progress: SendingStep) => void;
}

/** Uploads and sends a sealed share. Every retry sends the same bytes until the share is forgotten. */
export interface Sender {
  /** @throws errors of `prepare`, the upload and the server; the signal's reason */
  readonly send: (sending: SendInput) => Promise<Shared>;
  /** The share has arrived. */
  readonly settle: () => void;
  /** The next call sends another share. Anything of this one on the server is deleted. */
  readonly forget: () => void;
  /** These control the upload, if one is running. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly retryNow: () => void;
}

interface Held {
  /** Sealed, and maybe sent, but without a reply. */
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
        // The server has nothing to delete, unless files were uploaded.
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
  // Even if nothing was uploaded: the share may have arrived although its reply was lost.
  void prepared?.discard().catch(() => undefined);
}

/** All steps but the last, which can be repeated. Files are on the server when this resolves. */
async function prepareAndUpload(run: Run, sending: SendInput): Promise<PreparedShare> {
  const { held } = run;
  const prepared = await sending.prepare();
  // The draft may have changed in the meantime.
  sending.signal.throwIfAborted();
  held.prepared = prepared;
  if (prepared.body === undefined) return prepared;
  try {
    await upload(run, prepared.body, sending);
    return prepared;
  } catch (error) {
    // The encrypted bytes are gone and must not be encrypted again (SPEC.md §12.3): the next try is another share.
    if (held.prepared === prepared) forget(held);
    throw error;
  }
}

async function upload(
  { effects, held }: Run,
  task: UploadJob['task'],
  { files, signal, turn }: SendInput,
): Promise<void> {
  const running = await effects.upload({ task, files }, (progress) => turn({ step: 'uploading', upload: progress }));
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
