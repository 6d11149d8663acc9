import { bodyLengths } from '#crypto/body-lengths.ts';
import type { Api } from '#client/api.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import { isRefusal } from '#client/errors.ts';
import { concatenated, uploadBody } from '#client/upload.ts';
import type { BodyTask } from '#client/upload.ts';
import { explain } from './explain.ts';
import type { About } from './explain.ts';
import { limitedPatience } from './patience.ts';
import { showProgress } from './progress.ts';
import type { LocalFile } from './read-files.ts';
import type { Asking } from './terminal.ts';

const DISCARD_MS = 5000;

interface Sending {
  readonly api: Api;
  readonly prepared: PreparedShare;
  readonly files: readonly LocalFile[];
  readonly about: About;
  /** Hands the links to whoever waits for them. A share whose link nobody got is deleted again. */
  readonly deliver: (shared: Shared) => Promise<void>;
}

/** Uploads, sends and delivers; whatever goes wrong before the end, or an interruption, leaves nothing on the server. */
export async function sendPrepared(asking: Asking, { api, prepared, files, about, deliver }: Sending): Promise<void> {
  try {
    if (prepared.body) await upload(asking, { api, task: prepared.body, files });
    await deliver(await prepared.send({ signal: asking.signal }));
  } catch (error) {
    const mayBeThere = prepared.body !== undefined || !isRefusal(error);
    if (mayBeThere) await discard(prepared);
    throw explain(error, about);
  }
}

interface Uploading extends Pick<Sending, 'api' | 'files'> {
  readonly task: BodyTask;
}

async function upload({ world, signal }: Asking, { api, task, files }: Uploading) {
  using patience = limitedPatience(signal);
  const { encryptedBytes } = bodyLengths(task.body.totalBytes);
  const progress = await showProgress(world, { label: 'Sealing and sending', totalBytes: encryptedBytes });
  try {
    await uploadBody(
      api,
      { task, source: concatenated(files) },
      {
        signal: patience.signal,
        onProgress: progress.update,
        onTrouble(error) {
          patience.onTrouble(error);
          progress.trouble(error);
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
