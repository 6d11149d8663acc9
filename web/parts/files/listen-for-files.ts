import type { Brought } from './read-entries.ts';

/** Drags over the page are told of some times a second; one that has left without a word is told of no more. */
const DRAG_OVER_MS = 700;

export interface FileListeners {
  /** Whether files would be taken just now. */
  readonly ready: () => boolean;
  readonly onDragging: (dragging: boolean) => void;
  readonly onBring: (brought: readonly Brought[], way: 'dropped' | 'pasted') => void;
}

/**
 * Files dropped or pasted anywhere on the page. One dropped at the wrong moment is not opened in the page's place either,
 * as a browser would. @returns what ends it
 */
export function listenForFiles({ ready, onDragging, onBring }: FileListeners): () => void {
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
    if (ready()) onBring(broughtBy(event.dataTransfer), 'dropped');
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData === null || !ready() || !isOfFiles(event.clipboardData)) return;
    event.preventDefault();
    onBring(broughtBy(event.clipboardData), 'pasted');
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

/** To be called while the event lasts: afterwards the browser has forgotten it. */
function broughtBy({ items }: DataTransfer): Brought[] {
  return [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => entryOf(item) ?? item.getAsFile())
    .filter((brought) => brought !== null);
}

/** A plain file is itself: an entry would only lead to it, and a picture from the clipboard has none. */
function entryOf(item: DataTransferItem): FileSystemEntry | null {
  const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
  return entry?.isDirectory === true ? entry : null;
}

/** To be called while the event lasts. */
export const holdsFolder = ({ items }: DataTransfer): boolean => [...items].some((item) => entryOf(item) !== null);

/** Cells and paragraphs are copied together with a picture of them: then the text is meant, unless it is the files' names. */
function isOfFiles(copied: DataTransfer): boolean {
  const text = copied.getData('text/plain');
  return copied.files.length > 0 && (text === '' || [...copied.files].some(({ name }) => text.includes(name)));
}
