import { bodyLengths } from '#crypto/body-lengths.ts';
import type { Api } from '#client/api.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import { isRefusal } from '#client/errors.ts';
import type { Passes } from '#client/member-terms.ts';
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
import { sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import { output } from '#cli/words/output.ts';
import { sharing } from '#cli/words/sharing.ts';

const DISCARD_MS = 5000;

interface Sending {
  readonly api: Api;
  readonly prepared: PreparedShare;
  readonly files: readonly LocalFile[];
  readonly about: ErrorContext;
  /** If the share needs a pass of a member. */
  readonly passes?: Passes | undefined;
  /** Outputs the links. If this fails, the share is deleted, because nobody has its link. */
  readonly deliver: (shared: Shared) => Promise<void>;
  /**
   * An answer that may have arrived is not deleted: somebody can already read it, and it uses up a place in the
   * request.
   */
  readonly isAnswer?: true;
}

/** Uploads, sends and delivers. An error or interruption before the end leaves nothing on the server. */
export async function sendPrepared(asking: Asking, sending: Sending): Promise<void> {
  const { api, prepared, files, about, passes, deliver, isAnswer } = sending;
  let isSent = false;
  try {
    if (prepared.body) await upload(asking, { api, task: prepared.body, files, passes });
    isSent = true;
    await deliver(await prepared.send({ signal: asking.signal }));
  } catch (error) {
    const mayHaveArrived = isSent && !isRefusal(error);
    if (isAnswer && mayHaveArrived && !asking.signal.aborted) throw undecided(explain(error, about));
    if (prepared.body !== undefined || mayHaveArrived) await discard(prepared);
    if (isAnswer && isSent && error instanceof Interrupted)
      throw new Interrupted(error.ending, sharing.answer.takenBack);
    throw changedFile(error, files) ?? explain(error, about);
  }
}

/** A file changed after it was found. The server has kept none of it. */
export class FileChangedFailure extends Failure {
  readonly file: LocalFile;

  constructor(file: LocalFile, cause: SourceError) {
    const why = cause.cause instanceof FileFault ? cause.cause.message : files.why.sizeChanged;
    super('failed', inWords(sharing.changedDuringUpload, { path: file.path, why }), { cause });
    this.file = file;
  }
}

function changedFile(error: unknown, files: readonly LocalFile[]): FileChangedFailure | undefined {
  if (!(error instanceof SourceError) || error.index === undefined) return undefined;
  const file = files[error.index];
  return file && new FileChangedFailure(file, error);
}

function undecided(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  return new Failure(error.exit, sentences(error.message, sharing.answer.mayHaveArrived), { cause: error });
}

interface Uploading extends Pick<Sending, 'api' | 'files' | 'passes'> {
  readonly task: BodyTask;
}

async function upload({ world, signal }: Asking, { api, task, files, passes }: Uploading) {
  using deadline = createRetryDeadline(signal);
  const { encryptedBytes } = bodyLengths(task.body.totalBytes);
  const progress = await showProgress(world, { label: output.progress.sending, totalBytes: encryptedBytes });
  try {
    await uploadBody(
      api,
      { task, source: concatenated(files) },
      {
        passes,
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

/** If the server cannot be reached, it discards an incomplete upload later: docs/life-cycle.md §12. */
export async function discard(prepared: Pick<PreparedShare, 'discard'>): Promise<void> {
  await prepared.discard({ signal: AbortSignal.timeout(DISCARD_MS) }).catch(() => undefined);
}
