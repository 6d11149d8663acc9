import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_BYTES = 16_000_000;
/** Every one of so many collections is a full one. It takes some 40 ms. */
const FULL_EVERY = 32;

type CollectGarbage = (options: { readonly type: 'minor' | 'major' }) => void;

/**
 * Every piece of a body arrives in a buffer of its own, outside V8's heap, and V8 frees it when it collects young
 * objects. It does so when there are many megabytes of those, whatever their buffers hold: that would be hundreds of
 * megabytes. A collection of young objects takes about a millisecond. Buffers that a slow reader kept waiting have grown
 * old, and need a full one.
 * @returns a function to be told how many bytes have passed. From time to time it frees the buffers that held them.
 */
export function freeBuffersInTime(): (bytes: number) => void {
  let collect: CollectGarbage | undefined;
  let passed = 0;
  let collections = 0;
  return (bytes) => {
    passed += bytes;
    if (passed < EVERY_BYTES) return;
    passed = 0;
    collections += 1;
    (collect ??= exposeCollection())({ type: collections % FULL_EVERY === 0 ? 'major' : 'minor' });
  };
}

function exposeCollection(): CollectGarbage {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as CollectGarbage;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
