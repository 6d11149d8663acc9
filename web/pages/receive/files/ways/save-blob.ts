/** The browser copies the blob to the disk and does not say when it is done. */
const COPY_SECONDS = 60;
const COPY_BYTES_PER_SECOND = 8 * 1024 * 1024;

/** Whatever is inside, it is saved and never shown. @param onCopied called when the browser has had time enough to copy it */
export function saveBlob(blob: Blob, name: string, onCopied: () => void = () => undefined): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  const forget = () => {
    URL.revokeObjectURL(url);
    onCopied();
  };
  setTimeout(forget, (COPY_SECONDS + blob.size / COPY_BYTES_PER_SECOND) * 1000);
}

export const OPAQUE = 'application/octet-stream';
