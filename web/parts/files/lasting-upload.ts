import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { UploadProgress } from './upload-job.ts';

/** A shorter upload does not get its own page. */
const LASTING_MS = 600;

type Progress = { readonly step: 'uploading'; readonly upload: UploadProgress } | { readonly step: string };

/** @returns the upload once it takes longer than a moment; without progress while the server checks the whole */
export function lastingUpload(progress: () => Progress | undefined) {
  const [lasting, setLasting] = createSignal(false);
  const upload = () => {
    const now = progress();
    if (now !== undefined && 'upload' in now) return { upload: now.upload };
    return now?.step === 'finishing' ? { upload: undefined } : undefined;
  };
  const uploading = createMemo(() => upload() !== undefined);
  createEffect(
    on(uploading, (isUploading) => {
      if (!isUploading) return setLasting(false);
      const timer = setTimeout(() => setLasting(true), LASTING_MS);
      return onCleanup(() => clearTimeout(timer));
    }),
  );
  return () => (lasting() ? upload() : undefined);
}
