/** Only Firefox has this property. */
export const isFirefox = 'mozInnerScreenX' in globalThis;

/**
 * Firefox opens what it saved as application/octet-stream in a new tab if the name ends in `.pdf`, `.webp` or `.avif`;
 * it saves text/plain and nothing more (docs/decisions/0052).
 */
export const OPAQUE = isFirefox ? 'text/plain' : 'application/octet-stream';

/** Time allowed for the browser to copy the blob to disk: it does not report when it is done. */
const COPY_SECONDS = 60;
const COPY_BYTES_PER_SECOND = 8 * 1024 * 1024;

/**
 * Saves a blob as a download, never opening it.
 * @param onCopied called when the browser has had enough time to copy it
 */
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
