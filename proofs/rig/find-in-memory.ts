import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK_BYTES = 16 << 20;

/** How often each value is in the writable memory of a process. @throws if the system does not allow reading it */
export function countInMemory(pid: number, needles: ReadonlyMap<string, Buffer>): Map<string, number> {
  const found = new Map([...needles.keys()].map((name) => [name, 0]));
  const longest = Math.max(...[...needles.values()].map(({ length }) => length));
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const { start, end } of writableRegions(pid)) {
      for (let at = start; at < end; at += CHUNK_BYTES - longest) {
        const length = readRegion(memory, chunk.subarray(0, Math.min(CHUNK_BYTES, end - at)), at);
        const read = chunk.subarray(0, length);
        for (const [name, needle] of needles) {
          for (let hit = read.indexOf(needle); hit !== -1; hit = read.indexOf(needle, hit + 1)) {
            found.set(name, (found.get(name) ?? 0) + 1);
          }
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

/** Some regions, such as those of devices, cannot be read. */
function readRegion(memory: number, into: Buffer, at: number): number {
  try {
    return readSync(memory, into, 0, into.length, at);
  } catch {
    return 0;
  }
}

function writableRegions(pid: number): { start: number; end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, start = '', end = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      return start === '' ? [] : [{ start: parseInt(start, 16), end: parseInt(end, 16) }];
    });
}
