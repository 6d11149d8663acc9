import type { Leftover, OpenSink } from './sink.ts';

type Picker = (options: { suggestedName: string }) => Promise<PickedFile>;

/** `remove` is in every browser that has the picker, but not in TypeScript's DOM library. */
type PickedFile = FileSystemFileHandle & { readonly remove?: () => Promise<void> };

/** The person picks a file. The bytes go straight to disk and appear under the name only when complete. */
export const openPickerSink: OpenSink = async ({ name }) => {
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: Picker };
  if (showSaveFilePicker === undefined) throw new Error('No picker.');
  try {
    const file = await showSaveFilePicker.call(globalThis, { suggestedName: name });
    const writable = await file.createWritable();
    return {
      write: (bytes) => writable.write(bytes),
      close: () => writable.close(),
      discard: async () => {
        await writable.abort().catch(() => undefined);
        return removeEmpty(file);
      },
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
};

/** The picker creates an empty file under the chosen name. A file with content is not ours. */
async function removeEmpty(file: PickedFile): Promise<Leftover> {
  try {
    if ((await file.getFile()).size > 0) return 'nothing';
    if (file.remove === undefined) return 'empty-file';
    await file.remove();
    return 'nothing';
  } catch {
    return 'empty-file';
  }
}
