/** Saves exactly these bytes: UTF-8 without a byte order mark, line endings unchanged. */
export function saveText(text: string, fileName: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // By the next task, the download holds its own reference to the blob.
  setTimeout(() => URL.revokeObjectURL(url));
}
