import type { OpenedShare } from '#client/open.ts';
import { encodeId } from '#crypto/ids.ts';
import { beginSealing } from '#crypto/envelope.ts';
import { gatesOf, NO_GATES } from '#crypto/gates.ts';
import type { PayloadGates } from '#crypto/gates.ts';
import { Kdf, Purpose } from '#crypto/preamble.ts';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { lookAtGates, refusedByGate } from '#web/pages/receive/gates/look-at-gates.ts';
import { createReceive } from '#web/pages/receive/create-receive.ts';
import type { ReceiveEffects } from '#web/pages/receive/state.ts';
import { createTabMemory } from '#web/pages/receive/tab-memory.ts';

export const shareIdBytes = new Uint8Array(16).fill(7);
export const id = encodeId(shareIdBytes);
export const shareFragment = (type: LinkType, of = shareIdBytes) =>
  `#${encodeFragment({ type, key: linkKey, id: of })}`;
export const siteUrl = 'https://sotto.example/';

const linkKey = new Uint8Array(32).fill(9);
const terms = { createdAt: 1000, expiresAt: 253_402_300_799, maxViews: 1 };

/** With a password, by the same preamble without one. */
const withPassword = new Map<string, string>();

/** preamble ‖ tag as `describe` gives it. For a link with a password, the world has one with a password instead. */
export async function preambleWith(gates: PayloadGates = {}): Promise<string> {
  const bits = gatesOf(gates);
  const payload = { v: 1, kind: 'share', ...terms, text: 'a secret', ...(bits !== NO_GATES && { gates }) } as const;
  const sealed = async (passwordKey?: Uint8Array) => {
    const kdf = passwordKey ? Kdf.argon2id : Kdf.none;
    const sealing = beginSealing({ id: shareIdBytes, linkKey, purpose: Purpose.share, kdf, gates: bits });
    return toBase64url((await sealing.seal(payload, passwordKey)).preamble);
  };
  const preamble = await sealed();
  withPassword.set(preamble, await sealed(new Uint8Array(32)));
  return preamble;
}
const preamble = await preambleWith();

export const live: DescribeReply = {
  state: 'live',
  createdAt: 1000,
  expiresAt: 90_000,
  maxViews: 1,
  viewsLeft: 1,
  openedAt: [],
  resumable: false,
  preamble,
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
  key = (place: number) => [...this.kept.keys()][place] ?? null;
  get length() {
    return this.kept.size;
  }
}

/** A receive page whose effects log each call. */
export function receiveWorld(
  over: Partial<ReceiveEffects> = {},
  storage = new FakeStorage(),
  browser = new FakeStorage(),
) {
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
    browserStorage: () => browser as unknown as Storage,
    hold: async () => () => void log.push('released'),
    heldElsewhere: async () => false,
    selfCheck: async () => undefined,
    loadOpened: async () => undefined,
    loadGates: async () => ({ lookAtGates, refusedByGate }),
    loadMembers: () => Promise.reject(new Error('not for members')),
    requestCode: async () => ({ again: 60 }),
    language: () => 'en',
    describe: async () => live,
    newClaim: () => 'C'.repeat(43),
    kdf: async () => new Uint8Array(32),
    openShare: async () => openedShare,
    acknowledge: async () => ({ state: 'spent', viewsLeft: 0, endedAt: 2001 }),
    keepLease: (_holder, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    painted: async () => undefined,
    wait: async () => undefined,
    now: () => 2000,
    ...over,
  };
  const watched: ReceiveEffects = {
    ...effects,
    dropFragment: noted('drop fragment', effects.dropFragment),
    selfCheck: noted('self-check', effects.selfCheck),
    describe: noted('describe', async (request) => {
      const description = await effects.describe(request);
      if (request.type !== LinkType.sharePassword) return description;
      return { ...description, preamble: withPassword.get(description.preamble ?? '') };
    }),
    requestCode: noted('request code', effects.requestCode),
    openShare: noted('open', (request) => {
      log.push(`claim kept: ${String(effects.memory.claim() === request.claim)}`);
      return effects.openShare(request);
    }),
    painted: noted('painted', effects.painted),
    acknowledge: noted('acknowledge', effects.acknowledge),
    keepLease: noted('keep lease', effects.keepLease),
    wait: noted('wait', effects.wait),
  };
  return { receive: createReceive(watched), log, storage, browser };
}

/** Fails with each of these errors in turn, then succeeds. */
export function failing<T>(errors: unknown[], value: T): () => Promise<T> {
  return async () => {
    if (errors.length > 0) throw errors.shift();
    return value;
  };
}
