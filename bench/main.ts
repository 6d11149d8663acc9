import { availableParallelism } from 'node:os';
import { benchAttack, benchHostileBytes } from './hostile-bytes.ts';
import { benchHttp } from './http.ts';
import { benchBundles, benchResources } from './resources.ts';
import { benchSealing } from './sealing.ts';

/** The lowest acceptable ratio of the product's HTTP rate to the bare handler's. */
const TARGET = 0.6;

console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} processors`);
console.log('Client and servers share them, so compare the ratios, not the rates.');
await benchSealing();
const isSmall = await benchResources();
benchBundles();
const isCheap = await benchHostileBytes();
await benchAttack();
const worst = await benchHttp();
console.log(`\nThe lowest median ratio is ${(worst * 100).toFixed(0)} %; the target is ${TARGET * 100} %.`);
if (!isSmall) console.log('dist/sotto exceeds its limits.');
if (!isCheap) console.log('A hostile request costs more than its limit.');
if (worst < TARGET || !isSmall || !isCheap) process.exitCode = 1;
