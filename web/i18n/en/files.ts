import type { FileKind } from '#web/parts/files/kind-of-name.ts';
import { formatBytes } from '#web/i18n/sizes.ts';

/** Coarse on purpose: the time left is a guess. */
function timeLeft(seconds: number): string {
  if (seconds < 50) return 'less than a minute left';
  const wholeMinutes = Math.round(seconds / 60);
  if (wholeMinutes < 2) return 'about a minute left';
  if (wholeMinutes < 60) return `about ${wholeMinutes} minutes left`;
  const halfHours = Math.round(seconds / 1800);
  if (halfHours === 2) return 'about an hour left';
  return `about ${halfHours % 2 === 0 ? halfHours / 2 : `${Math.floor(halfHours / 2)}½`} hours left`;
}

/** Words about files, for senders and recipients alike. Loaded only where there are files. */
export const files = {
  kinds: {
    picture: 'Image',
    drawing: 'Drawing',
    text: 'Text',
    code: 'Code',
    page: 'Web page',
    document: 'Document',
    table: 'Spreadsheet',
    slides: 'Slides',
    pdf: 'PDF',
    sound: 'Audio',
    film: 'Video',
    archive: 'Archive',
    keys: 'Keys',
    program: 'Program',
    other: 'File',
  } satisfies Record<FileKind, string>,
  total: (count: number, bytes: number) =>
    `${count === 1 ? '1 file' : `${count.toLocaleString('en')} files`}, ${formatBytes(bytes)}`,
  amount: (doneBytes: number, totalBytes: number) => `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`,
  /** Two digits: a third would change all the time. */
  speed: (bytesPerSecond: number, leftBytes: number) =>
    `${formatBytes(Number(bytesPerSecond.toPrecision(2)))} a second, ${timeLeft(leftBytes / bytesPerSecond)}`,
} as const;
