import { lazy } from 'solid-js';
import { NetworkError } from '#client/errors.ts';
import type { Show } from './follow-upload.ts';
import type { RunningUpload, UploadJob } from './upload-job.ts';

export const loadFilesModule = () => import('./files-module.ts');

/** @throws NetworkError if the lazy module does not load; otherwise like `startUpload` */
export async function upload(job: Pick<UploadJob, 'task' | 'files'>, show: Show): Promise<RunningUpload> {
  const { followUpload, startUpload } = await loadFilesModule().catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  return followUpload(job, { start: startUpload, elapsedMs: () => performance.now(), show });
}

export const LazyFileList = lazy(async () => ({ default: (await loadFilesModule()).FileList }));
export const LazyRemarks = lazy(async () => ({ default: (await loadFilesModule()).Remarks }));
export const LazyUploadActions = lazy(async () => ({ default: (await loadFilesModule()).UploadActions }));
export const LazyUploadView = lazy(async () => ({ default: (await loadFilesModule()).UploadView }));
