import { lazy } from 'solid-js';
import { NetworkError } from '#client/errors.ts';
import type { RunningUpload, UploadJob } from './uploading.ts';

export const loadParts = () => import('./parts.ts');

/** @throws NetworkError where the part of the page that uploads does not arrive; else as `startUpload` */
export async function upload(job: UploadJob): Promise<RunningUpload> {
  const { startUpload } = await loadParts().catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  return startUpload(job);
}

export const FileList = lazy(async () => ({ default: (await loadParts()).FileList }));
export const Remarks = lazy(async () => ({ default: (await loadParts()).Remarks }));
export const UploadView = lazy(async () => ({ default: (await loadParts()).UploadView }));
