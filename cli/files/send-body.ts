import { bodyLengths } from '#crypto/body-lengths.ts';
import type { Api } from '#client/api.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import { isRefusal } from '#client/errors.ts';
import { concatenated, SourceError, uploadBody } from '#client/upload.ts';
import type { BodyTask } from '#client/upload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import type { ErrorContext } from '#cli/terminal/explain.ts';
import { Interrupted } from '#cli/terminal/interruption.ts';
import { createRetryDeadline } from '#cli/terminal/retry-deadline.ts';
import { showProgress } from '#cli/terminal/progress.ts';
import { FileFault } from './local-file.ts';
import type { LocalFile } from './local-file.ts';
import type { Asking } from '#cli/terminal/terminal.ts';

const DISCARD_MS = 5000;

interface Sending {
  readonly api: Api;
  readonly prepared: PreparedShare;
  readonly files: readonly LocalFile[];
  readonly about: ErrorContext;
  /** Hands the links to whoever waits for them. A share whose link nobody got is deleted again. */
  readonly deliver: (shared: Shared) => Promise<void>;
  /** An answer has its reader already, and its place in the request is taken for good: one that may have arrived stays. */
  readonly isAnswer?: true;
}

/** Uploads, sends and delivers; whatever goes wrong before the end, or an interruption, leaves nothing on the server. */
export async function sendPrepared(asking: Asking, sending: Sending): Promise<void> {
  const { api, prepared, files, about, deliver, isAnswer } = sending;
  let isSent = false;
  try {
    if (prepared.body) await upload(asking, { api, task: prepared.body, files });
    isSent = true;
    await deliver(await prepared.send({ signal: asking.signal }));
  } catch (error) {
    const mayHaveArrived = isSent && !isRefusal(error);
    if (isAnswer && mayHaveArrived && !asking.signal.aborted) throw undecided(explain(error, about));
    if (prepared.body !== undefined || mayHaveArrived) await discard(prepared);
    if (isAnswer && isSent && error instanceof Interrupted) throw new Interrupted(error.ending, takenBack);
    throw changedFile(error, files) ?? explain(error, about);
  }
}

const takenBack =
  'Interrupted while the answer was being sent. It is taken back, but the person who asked may have got it before.';

/** A file changed after it was found. Nothing of it is on the server. */
export class FileChanged extends Failure {
  readonly file: LocalFile;

  constructor(file: LocalFile, cause: SourceError) {
    const why = cause.cause instanceof FileFault ? cause.cause.message : 'it had another number of bytes';
    super('failed', `${file.path} changed while it was sent: ${why}. Nothing was kept on the server. Send it again.`, {
      cause,
    });
    this.file = file;
  }
}

function changedFile(error: unknown, files: readonly LocalFile[]): FileChanged | undefined {
  if (!(error instanceof SourceError) || error.index === undefined) return undefined;
  const file = files[error.index];
  return file && new FileChanged(file, error);
}

function undecided(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const sentence = `${error.message} The answer may have arrived all the same: ask whoever asked for it before you send another.`;
  return new Failure(error.exit, sentence, { cause: error });
}

interface Uploading extends Pick<Sending, 'api' | 'files'> {
  readonly task: BodyTask;
}

async function upload({ world, signal }: Asking, { api, task, files }: Uploading) {
  using deadline = createRetryDeadline(signal);
  const { encryptedBytes } = bodyLengths(task.body.totalBytes);
  const progress = await showProgress(world, { label: 'Sealing and sending', totalBytes: encryptedBytes });
  try {
    await uploadBody(
      api,
      { task, source: concatenated(files) },
      {
        signal: deadline.signal,
        onProgress: progress.update,
        onRetry(error) {
          deadline.onRetry(error);
          progress.failure(error);
        },
      },
    );
  } finally {
    progress.end();
  }
}

/** What cannot be reached now, and is not whole, the server gives up by itself: docs/life-cycle.md §12. */
export async function discard(prepared: Pick<PreparedShare, 'discard'>): Promise<void> {
  await prepared.discard({ signal: AbortSignal.timeout(DISCARD_MS) }).catch(() => undefined);
}
