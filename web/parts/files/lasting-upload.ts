import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { UploadProgress } from './uploading.ts';

/** What is there sooner needs no page of its own. */
const LASTING_MS = 600;

type Progress = { readonly step: 'uploading'; readonly upload: UploadProgress } | { readonly step: string };

/** The upload, once it is clear that it takes a while; without progress when all has arrived and is being checked. */
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
