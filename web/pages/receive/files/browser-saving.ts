import { fileRanges, readBody } from '#client/download.ts';
import type { BodyHolder } from '#client/download.ts';
import { sleep } from '#client/retry.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { receiveFiles as messages } from '#messages/receive-files.ts';
import { readerApi as api } from '#web/app/network/reader-api.ts';
import { troubleOf } from '#web/app/network/trouble.ts';
import { createPreview } from './create-preview.ts';
import type { Previewer } from './create-preview.ts';
import { createSaving } from './create-saving.ts';
import type { Chunks, Package, Reading, Saver, Target } from './create-saving.ts';
import { lastPart, listFiles, systemOf } from './listed-file.ts';
import type { ListedFile } from './listed-file.ts';
import { browserWay } from './ways/browser-ways.ts';
import { removeLeftovers } from './ways/private-disk-way.ts';
import { SaveError } from './ways/way.ts';

export interface ReceivedFiles {
  readonly list: readonly ListedFile[];
  readonly saver: Saver;
  readonly previewOf: (file: ListedFile) => Previewer;
}

interface Received {
  readonly files: readonly FileEntry[];
  /** Absent where there is no byte to fetch. */
  readonly holder: BodyHolder | undefined;
  readonly onAllSaved: () => void;
  readonly onOver: () => void;
}

export function receivedFiles({ files, holder, ...told }: Received): ReceivedFiles {
  void removeLeftovers();
  const list = listFiles(files, systemOf(navigator.userAgent));
  const ranges = fileRanges(files);
  const read = (range: { start: number; end: number }, reading: Reading) => readVerified(holder, range, reading);
  const readFirst = (index: number, bytes: number, reading: Reading) => {
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
    saver: createSaving({ fileCount: list.length, pack, way: browserWay, ...clock, ...told }),
    previewOf: (file) =>
      createPreview({
        sizeBytes: file.sizeBytes,
        read: (bytes, reading) => readFirst(file.index, bytes, reading),
        showPicture: (parts, type) => URL.createObjectURL(new Blob([...parts], { type })),
        forgetPicture: (url) => URL.revokeObjectURL(url),
      }),
  };
}

type Read = (range: { start: number; end: number }, reading: Reading) => Chunks;

async function zipPackage(list: readonly ListedFile[], read: Read): Promise<Package> {
  const { zipBytes, zipOf } = await loadZip();
  const entries = list.map(({ safePath, sizeBytes }) => ({ name: safePath, sizeBytes }));
  const totalBytes = list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return {
    name: messages.zipName,
    sizeBytes: zipBytes(entries),
    read: (reading) => zipOf(entries, read({ start: 0, end: totalBytes }, reading)),
  };
}

/** Known before it is wanted, so that a press on the button is still a press when the place is asked for. */
export const loadZip = () => import('./zip.ts').catch(() => Promise.reject(new SaveError('unloaded')));

async function* readVerified(
  holder: BodyHolder | undefined,
  range: { start: number; end: number },
  { signal, onTrouble }: Reading,
): Chunks {
  if (holder === undefined || range.start === range.end) return;
  yield* readBody(api, holder, {
    ...range,
    signal,
    waitsForSignIn: true,
    onTrouble: (error) => onTrouble(error && troubleOf(error)),
  });
}
