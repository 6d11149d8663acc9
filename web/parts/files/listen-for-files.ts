import type { IncomingItem } from './collect-files.ts';

/** Browsers report a drag several times a second. If they stop, the drag has left the page without an event. */
const DRAG_OVER_MS = 700;

export interface FileListeners {
  /** Whether files are accepted at the moment. */
  readonly ready: () => boolean;
  readonly onDragging: (dragging: boolean) => void;
  readonly onFiles: (items: readonly IncomingItem[], how: 'dropped' | 'pasted') => void;
}

/**
 * Listens for files dropped or pasted anywhere on the page. A file dropped at the wrong moment is ignored: the browser
 * would open it in place of the page. @returns a function that stops listening
 */
export function listenForFiles({ ready, onDragging, onFiles }: FileListeners): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopDragging = () => {
    clearTimeout(timer);
    onDragging(false);
  };
  const over = (event: DragEvent) => {
    const { dataTransfer } = event;
    if (dataTransfer === null || !dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    dataTransfer.dropEffect = ready() ? 'copy' : 'none';
    clearTimeout(timer);
    timer = setTimeout(stopDragging, DRAG_OVER_MS);
    onDragging(ready());
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) stopDragging();
  };
  const drop = (event: DragEvent) => {
    stopDragging();
    if (event.dataTransfer === null || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    if (ready()) onFiles(itemsOf(event.dataTransfer), 'dropped');
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData === null || !ready() || !meansFiles(event.clipboardData)) return;
    event.preventDefault();
    onFiles(itemsOf(event.clipboardData), 'pasted');
  };
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('dragenter', over, { signal });
  addEventListener('dragover', over, { signal });
  addEventListener('dragleave', leave, { signal });
  addEventListener('drop', drop, { signal });
  addEventListener('paste', paste, { signal });
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}

/** Call it during the event: browsers clear the transfer afterwards. */
function itemsOf({ items }: DataTransfer): IncomingItem[] {
  return [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => entryOf(item) ?? item.getAsFile())
    .filter((item) => item !== null);
}

/** Entries are needed for folders only: a pasted image has none, and a file can be read directly. */
function entryOf(item: DataTransferItem): FileSystemEntry | null {
  const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
  return entry?.isDirectory === true ? entry : null;
}

/** Call it during the event. */
export const holdsFolder = ({ items }: DataTransfer): boolean => [...items].some((item) => entryOf(item) !== null);

/**
 * Copied cells and paragraphs come with a picture of themselves. The text is meant then, unless it is the file names.
 */
function meansFiles(copied: DataTransfer): boolean {
  const text = copied.getData('text/plain');
  return copied.files.length > 0 && (text === '' || [...copied.files].some(({ name }) => text.includes(name)));
}

/** Browsers give every image from the clipboard this name. */
const NAMELESS = /^image\.(\w+)$/i;

/** Names a pasted image after the time it was pasted. @param name makes a name from a time and an extension */
export function namePasted(item: IncomingItem, name: (at: Date, extension: string) => string): IncomingItem {
  if (!(item instanceof File)) return item;
  const extension = NAMELESS.exec(item.name)?.[1];
  if (extension === undefined) return item;
  const { type, lastModified } = item;
  return new File([item], name(new Date(), extension.toLowerCase()), { type, lastModified });
}
