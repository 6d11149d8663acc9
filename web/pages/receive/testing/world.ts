import type { OpenedShare } from '#client/open.ts';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { createReceive } from '#web/pages/receive/create-receive.ts';
import type { ReceiveEffects } from '#web/pages/receive/state.ts';
import { createTabMemory } from '#web/pages/receive/tab-memory.ts';

export const shareIdBytes = new Uint8Array(16).fill(7);
export const id = encodeId(shareIdBytes);
export const shareFragment = (type: LinkType, of = shareIdBytes) =>
  `#${encodeFragment({ type, key: new Uint8Array(32).fill(9), id: of })}`;
export const siteUrl = 'https://sotto.example/';

export const live: DescribeReply = {
  state: 'live',
  createdAt: 1000,
  expiresAt: 90_000,
  maxViews: 1,
  viewsLeft: 1,
  openedAt: [],
  resumable: false,
  preamble: 'A'.repeat(111),
};
export const spent: DescribeReply = { ...live, state: 'spent', viewsLeft: 0, openedAt: [2000], endedAt: 2001 };
export const openedShare: OpenedShare = {
  payload: { v: 1, kind: 'share', createdAt: 1000, expiresAt: 90_000, maxViews: 1, text: 'a secret' },
  openedAt: 2000,
  leaseUntil: 2600,
  viewsLeft: 0,
};

export class FakeStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** A receive page whose effects log each call. */
export function receiveWorld(over: Partial<ReceiveEffects> = {}, storage = new FakeStorage()) {
  const log: string[] = [];
  const noted =
    <A extends unknown[], R>(name: string, act: (...input: A) => R) =>
    (...input: A): R => {
      log.push(name);
      return act(...input);
    };
  const effects: ReceiveEffects = {
    id,
    publicUrl: siteUrl,
    fragment: () => shareFragment(LinkType.share),
    dropFragment: () => undefined,
    memory: createTabMemory(id, () => storage as unknown as Storage),
    hold: async () => () => void log.push('released'),
    heldElsewhere: async () => false,
    selfCheck: async () => undefined,
    loadOpened: async () => undefined,
    describe: async () => live,
    newClaim: () => 'C'.repeat(43),
    kdf: async () => new Uint8Array(32),
    openShare: async () => openedShare,
    acknowledge: async () => ({ state: 'spent', viewsLeft: 0, endedAt: 2001 }),
    keepLease: (_holder, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    painted: async () => undefined,
    wait: async () => undefined,
    ...over,
  };
  const watched: ReceiveEffects = {
    ...effects,
    dropFragment: noted('drop fragment', effects.dropFragment),
    selfCheck: noted('self-check', effects.selfCheck),
    describe: noted('describe', effects.describe),
    openShare: noted('open', (request) => {
      log.push(`claim kept: ${String(effects.memory.claim() === request.claim)}`);
      return effects.openShare(request);
    }),
    painted: noted('painted', effects.painted),
    acknowledge: noted('acknowledge', effects.acknowledge),
    keepLease: noted('keep lease', effects.keepLease),
    wait: noted('wait', effects.wait),
  };
  return { receive: createReceive(watched), log, storage };
}

/** Fails with each of these errors in turn, then succeeds. */
export function failing<T>(errors: unknown[], value: T): () => Promise<T> {
  return async () => {
    if (errors.length > 0) throw errors.shift();
    return value;
  };
}
