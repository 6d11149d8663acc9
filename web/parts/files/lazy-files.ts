import { lazy } from 'solid-js';
import { NetworkError } from '#client/errors.ts';
import type { RunningUpload, UploadJob } from './upload-job.ts';

export const loadFilesModule = () => import('./files-module.ts');

/** @throws NetworkError if the lazy module does not load; otherwise like `startUpload` */
export async function upload(job: UploadJob): Promise<RunningUpload> {
  const { startUpload } = await loadFilesModule().catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  return startUpload(job);
}

export const LazyFileList = lazy(async () => ({ default: (await loadFilesModule()).FileList }));
export const LazyRemarks = lazy(async () => ({ default: (await loadFilesModule()).Remarks }));
export const LazyUploadActions = lazy(async () => ({ default: (await loadFilesModule()).UploadActions }));
export const LazyUploadView = lazy(async () => ({ default: (await loadFilesModule()).UploadView }));
