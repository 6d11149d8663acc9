import type { OpenSink } from './sink.ts';

type Picker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** The person picks a file. The bytes go straight to disk and appear under the name only when complete. */
export const openPickerSink: OpenSink = async ({ name }) => {
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: Picker };
  if (showSaveFilePicker === undefined) throw new Error('No picker.');
  let writable: FileSystemWritableFileStream;
  try {
    const file = await showSaveFilePicker.call(globalThis, { suggestedName: name });
    writable = await file.createWritable();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
  return {
    write: (bytes) => writable.write(bytes),
    close: () => writable.close(),
    discard: () => writable.abort().catch(() => undefined),
  };
};
