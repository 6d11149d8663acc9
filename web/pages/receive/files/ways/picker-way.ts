import type { SaveWay } from './way.ts';

type Picker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** The person chooses where; the bytes go straight there, and take the name only when they are whole. */
export const pickerWay: SaveWay = async ({ name }) => {
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
