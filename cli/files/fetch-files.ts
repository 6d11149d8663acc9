import type { Api } from '#client/api.ts';
import { keepLease, readBody } from '#client/download.ts';
import type { OpenedShare } from '#client/open.ts';
import { explainVerified } from '#cli/terminal/explain.ts';
import { createRetryDeadline } from '#cli/terminal/retry-deadline.ts';
import { showProgress } from '#cli/terminal/progress.ts';
import { saveFiles } from './save-files.ts';
import type { SavedFile } from './save-files.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { output } from '#cli/words/output.ts';

interface Fetching {
  readonly api: Api;
  readonly opened: OpenedShare;
  readonly holder: { readonly id: string; readonly linkKey: Uint8Array; readonly claim: string };
  readonly tag: string;
  readonly folder: string;
  /** After each renewal of the lease. */
  readonly onRenewed?: () => Promise<void>;
}

/**
 * Fetches, verifies and saves the files of an opened share, and renews its lease while doing so.
 * @throws as `readBody` and `saveFiles`
 */
export async function fetchFiles({ world, signal }: Asking, fetching: Fetching): Promise<SavedFile[]> {
  const { api, opened, holder, tag, folder, onRenewed } = fetching;
  const { files = [] } = opened.payload;
  if (files.length === 0) return [];
  const { body } = opened;
  if (body === undefined) return saveFiles({ folder, files, tag, bytes: none(), onProgress: () => undefined });
  using deadline = createRetryDeadline(signal);
  const lease = new AbortController();
  const progress = await showProgress(world, { label: output.progress.fetching, totalBytes: body.totalBytes });
  // A failed renewal needs no handling: reading fails when the lease ends.
  const kept = keepLease(api, holder, { signal: lease.signal, onRenewed }).catch(() => undefined);
  try {
    const bytes = readBody(
      api,
      { ...holder, body },
      {
        start: 0,
        end: body.totalBytes,
        signal: deadline.signal,
        onRetry(error) {
          deadline.onRetry(error);
          progress.failure(error);
        },
      },
    );
    return await saveFiles({ folder, files, tag, bytes, onProgress: progress.update });
  } catch (error) {
    throw explainVerified(error);
  } finally {
    progress.end();
    lease.abort();
    await kept;
  }
}

async function* none(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  yield* [];
}
