/** Whatever is inside, it is saved and never shown. @param release called once the browser has its own hold on the blob */
export function saveBlob(blob: Blob, name: string, release: (url: string) => void): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  release(url);
}

export const OPAQUE = 'application/octet-stream';
