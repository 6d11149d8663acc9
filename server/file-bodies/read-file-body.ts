import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { decideReading } from '#server/records/decide-opening.ts';
import { findOpening } from '#server/records/opening.ts';
import { rangesOf } from '#server/records/part-geometry.ts';
import { hashOf, readSecret, requireProof } from '#server/records/proof.ts';
import { refusal } from '#server/records/refusal.ts';
import type { ReadChunksBody } from './wire.ts';

interface FileBodyBytes {
  readonly length: number;
  readonly bytes: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/**
 * Returns whole chunks of a file body to a reader with a running lease.
 * @throws AppError `malformed`, `not-found`, `ended`, `lease-over`
 */
export async function readFileBody(
  { store, blobs }: Deps,
  id: Uint8Array,
  message: ReadChunksBody,
): Promise<FileBodyBytes> {
  const claimHash = hashOf(readSecret(message.claim));
  const share = await requireProof(store.read, { id, holder: 'link', proof: message.linkProof });
  const decision = decideReading(share, await findOpening(store.read, id, claimHash));
  if (decision.kind === 'refuse') throw await refusal(store.read, share, decision.code);
  const { bodyName, bodyBytes, partChunks } = share;
  const ranges = partChunks === null ? undefined : rangesOf({ bodyBytes, partChunks }, message);
  if (ranges === undefined || bodyName === null) throw new AppError('malformed');
  const opened = await Promise.all(ranges.map((range) => blobs.get({ ...range, body: bodyName })));
  const parts = opened.filter((part) => part !== undefined);
  if (parts.length < opened.length) {
    await closeAll(parts);
    const after = await requireProof(store.read, { id, holder: 'link', proof: message.linkProof });
    if (after.endedAt !== null) throw await refusal(store.read, after, 'ended');
    throw new Error('A part of a live file body is missing.');
  }
  return { length: ranges.reduce((sum, { start, end }) => sum + end - start, 0), bytes: oneAfterAnother(parts) };
}

type Part = AsyncIterable<Uint8Array<ArrayBuffer>>;

/** Not a generator: a generator that is dropped before its first step would leave its files open. */
function oneAfterAnother(parts: readonly Part[]): Part {
  return {
    [Symbol.asyncIterator]() {
      const iterators = parts.map((part) => part[Symbol.asyncIterator]());
      let at = 0;
      const end = async () => {
        await Promise.all(iterators.slice(at).map(async (iterator) => iterator.return?.()));
        at = iterators.length;
        return { done: true as const, value: undefined };
      };
      return {
        async next() {
          for (;;) {
            const iterator = iterators[at];
            if (iterator === undefined) return { done: true as const, value: undefined };
            const next = await iterator.next().catch(async (error: unknown) => {
              await end();
              throw error;
            });
            if (next.done !== true) return next;
            at++;
          }
        },
        return: end,
      };
    },
  };
}

async function closeAll(parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map(async (part) => part[Symbol.asyncIterator]().return?.()));
}
