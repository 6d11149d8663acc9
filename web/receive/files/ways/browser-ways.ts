import { firstFit } from './first-fit.ts';
import { memoryWay } from './memory-way.ts';
import { pickerWay } from './picker-way.ts';
import { privateDiskWay } from './private-disk-way.ts';
import { workerWay } from './worker-way.ts';

/** From the one that needs nothing of the page's to the one that needs all of its memory. */
export const browserWay = firstFit([pickerWay, workerWay, privateDiskWay, memoryWay]);
