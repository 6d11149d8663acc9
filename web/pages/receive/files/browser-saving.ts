import { fileRanges, readBody } from '#client/download.ts';
import type { BodyHolder } from '#client/download.ts';
import { sleep } from '#client/retry.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { readerApi as api } from '#web/app/network/reader-api.ts';
import { serviceFailureOf } from '#client/errors.ts';
import { createPreview } from './create-preview.ts';
import type { Previewer } from './create-preview.ts';
import { createSaving } from './create-saving.ts';
import type { FileBytes, Package, TransferOptions, Saver, Target } from './create-saving.ts';
import { lastPart, listFiles, systemOf } from './listed-file.ts';
import type { ListedFile } from './listed-file.ts';
import { createMemorySink, openMemorySink, openSpilledSink } from './sinks/blob-sinks.ts';
import { moveToDatabase } from './sinks/move-to-database.ts';
import { openPickerSink } from './sinks/picker-sink.ts';
import { openPrivateDiskSink, removeLeftovers } from './sinks/private-disk-sink.ts';
import { isFirefox } from './sinks/save-blob.ts';
import { firstFit, SaveError } from './sinks/sink.ts';
import { openWorkerSink } from './sinks/worker-sink.ts';

export interface ReceivedFiles {
  readonly list: readonly ListedFile[];
  readonly saver: Saver;
  readonly previewOf: (file: ListedFile) => Previewer;
}

interface Received {
  readonly files: readonly FileEntry[];
  /** Absent if all files are empty. */
  readonly holder: BodyHolder | undefined;
  readonly onAllSaved: () => void;
  readonly onOver: () => void;
}

/**
 * In order of memory use: the first sink needs none, the last one holds the whole file.
 *
 * Firefox saves a truncated file as if it were whole, despite Content-Length, when its source stops: the stream of a
 * worker, or a blob in the memory of the page. So the file is first stored whole where the browser itself reads it
 * (docs/decisions/0042).
 */
const openBrowserSink = firstFit(
  isFirefox
    ? [openPickerSink, openPrivateDiskSink, openSpilledSink, createMemorySink(moveToDatabase)]
    : [openPickerSink, openWorkerSink, openPrivateDiskSink, openMemorySink],
);

export function receivedFiles({ files, holder, ...told }: Received): ReceivedFiles {
  void removeLeftovers();
  const list = listFiles(files, systemOf(navigator.userAgent));
  const ranges = fileRanges(files);
  const read = (range: { start: number; end: number }, reading: TransferOptions) =>
    readVerified(holder, range, reading);
  const readFirst = (index: number, bytes: number, reading: TransferOptions) => {
    const { start } = ranges[index] ?? { start: 0 };
    return read({ start, end: start + bytes }, reading);
  };
  const one = (file: ListedFile): Package => ({
    name: lastPart(file.safePath),
    sizeBytes: file.sizeBytes,
    read: (reading) => readFirst(file.index, file.sizeBytes, reading),
  });
  const pack = async (target: Target): Promise<Package> => {
    const file = target === 'all' ? undefined : list[target];
    return file === undefined ? zipPackage(list, read) : one(file);
  };
  const clock = { nowSeconds: () => performance.now() / 1000, wait: sleep };
  return {
    list,
    saver: createSaving({ fileCount: list.length, pack, openSink: openBrowserSink, ...clock, ...told }),
    previewOf: (file) =>
      createPreview({
        sizeBytes: file.sizeBytes,
        read: (bytes, reading) => readFirst(file.index, bytes, reading),
        showPicture: (parts, type) => URL.createObjectURL(new Blob([...parts], { type })),
        forgetPicture: (url) => URL.revokeObjectURL(url),
      }),
  };
}

/** The same in every language. */
export const ZIP_NAME = 'files.zip';

type Read = (range: { start: number; end: number }, reading: TransferOptions) => FileBytes;

async function zipPackage(list: readonly ListedFile[], read: Read): Promise<Package> {
  const { zipBytes, zipOf } = await loadZip();
  const entries = list.map(({ safePath, sizeBytes }) => ({ name: safePath, sizeBytes }));
  const totalBytes = list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return {
    name: ZIP_NAME,
    sizeBytes: zipBytes(entries),
    read: (reading) => zipOf(entries, read({ start: 0, end: totalBytes }, reading)),
  };
}

/** Loaded before it is needed: the file picker opens only shortly after a press. */
export const loadZip = () => import('./zip.ts').catch(() => Promise.reject(new SaveError('unloaded')));

async function* readVerified(
  holder: BodyHolder | undefined,
  range: { start: number; end: number },
  { signal, onRetry }: TransferOptions,
): FileBytes {
  if (holder === undefined || range.start === range.end) return;
  yield* readBody(api, holder, {
    ...range,
    signal,
    waitsForSignIn: true,
    onRetry: (error) => onRetry(error && serviceFailureOf(error)),
  });
}
