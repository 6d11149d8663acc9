import { firstFit } from './first-fit.ts';
import { createMemoryWay, memoryWay } from './blob-ways.ts';
import { moveToDatabase } from './move-to-database.ts';
import { pickerWay } from './picker-way.ts';
import { privateDiskWay } from './private-disk-way.ts';
import { spilledWay } from './spilled-way.ts';
import { workerWay } from './worker-way.ts';

/**
 * Firefox saves a stream that its process can no longer feed as a whole file, and ignores Content-Length: a worker's stream, and a blob
 * in the page's memory. So there a file is first written down whole where the browser itself reads it (docs/decisions/0042).
 */
const isFirefox = 'mozInnerScreenX' in globalThis;

/** The first way needs nothing of the page, the last one all of its memory. */
export const browserWay = firstFit(
  isFirefox
    ? [pickerWay, privateDiskWay, spilledWay, createMemoryWay(moveToDatabase)]
    : [pickerWay, workerWay, privateDiskWay, memoryWay],
);
