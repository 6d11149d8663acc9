import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Lets a gigabyte pass in pieces, as a service does under its own flags, and prints the most megabytes that they held. */
const passing = `
import { freeBuffersInTime } from '${join(import.meta.dirname, 'free-buffers.ts')}';
import { setImmediate as nextTurn } from 'node:timers/promises';
const passed = process.argv[1] === 'freed' ? freeBuffersInTime() : () => undefined;
let most = 0;
for (let piece = 0; piece < 16_000; piece++) {
  passed(Buffer.allocUnsafeSlow(65_536).length);
  most = Math.max(most, process.memoryUsage().arrayBuffers);
  if (piece % 50 === 0) await nextTurn();
}
console.log(most / 1e6);
`;

const flags = ['--external-memory-accounted-in-global-limit', '--input-type=module'];
const megabytes = (way: 'freed' | 'left') =>
  Number(execFileSync(process.execPath, [...flags, '--eval', passing, way], { encoding: 'utf8' }));

test('pieces that have passed hold few megabytes, where V8 alone would let many pile up', () => {
  expect(megabytes('freed')).toBeLessThan(50);
  expect(megabytes('left')).toBeGreaterThan(100);
});
