import type { Inbox } from '#client/inbox.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { SharePayload } from '#crypto/payload.ts';
import { makeBody } from '#crypto/stream.ts';
import type { AnswerStatus } from '#server/requests/wire.ts';
import { createInbox } from '#web/pages/inbox/create-inbox.ts';
import type { InboxEffects } from '#web/pages/inbox/state.ts';
import type { RequestEntry } from '#web/parts/list/entry.ts';
import { createTabMemory } from '#web/pages/receive/tab-memory.ts';
import { FakeStorage } from '#web/pages/receive/testing/world.ts';

export const owner = { id: 'asked', ownerKey: new Uint8Array(32).fill(9) };

export const answer = (id: string, over: Partial<AnswerStatus> = {}): AnswerStatus => ({
  ...{ id, state: 'live', createdAt: 1000, expiresAt: 90_000, sizeBytes: 1024, sealedKey: 'K' },
  ...over,
});

export const empty: Inbox = {
  ...{ state: 'open', createdAt: 900, expiresAt: 80_000, maxAnswers: 3, answersTaken: 0, answerTtl: 3600 },
  ...{ keep: 'expiry', title: 'The key', answers: [] },
};
export const withAnswers = (...answers: AnswerStatus[]): Inbox => ({ ...empty, answersTaken: answers.length, answers });

const payload: SharePayload = { v: 1, kind: 'share', createdAt: 1000, expiresAt: 90_000, maxViews: 0, text: 'hunter2' };
export const openedAnswer = (change: Partial<SharePayload> = {}) => ({
  payload: { ...payload, ...change },
  openedAt: 2000,
  leaseUntil: 2600,
  viewsLeft: null,
});
export const withFile = {
  ...openedAnswer({ files: [{ name: 'a', size: 3, type: '' }] }),
  body: makeBody(new Uint8Array(32), new Uint8Array(32), 3),
};
export const forged = new CryptoError('ciphertext');

/** A server with one inbox, and an inbox page whose pauses end when the test says so. */
export function inboxWorld(first: Inbox, over: Partial<InboxEffects> = {}) {
  const server = { inbox: first };
  const log: string[] = [];
  const pauses: number[] = [];
  const waiting: (() => void)[] = [];
  const saved: RequestEntry[] = [];
  const storage = new FakeStorage();
  const effects: InboxEffects = {
    readInbox: async () => {
      log.push('look');
      return server.inbox;
    },
    checkTerms: async () => ({ at: 'kept' }),
    close: async () => (server.inbox = { ...server.inbox, state: 'closed', closedAt: 3000 }),
    remove: async () => (server.inbox = { ...server.inbox, state: 'deleted', endedAt: 3000 }),
    removeAnswer: async ({ answer: id }) =>
      (server.inbox = withAnswers(
        ...server.inbox.answers.map((one) => (one.id === id ? answer(id, { state: 'deleted', endedAt: 3000 }) : one)),
      )),
    memoryOf: (id) => createTabMemory(id, () => storage as unknown as Storage),
    selfCheck: async () => undefined,
    newClaim: () => `claim ${log.length}`,
    openAnswer: async ({ answer: { id }, claim }) => {
      log.push(`open ${id}, claim kept: ${String(storage.getItem(`sotto claim ${id}`) === claim)}`);
      return { id, linkKey: new Uint8Array(32), opened: openedAnswer() };
    },
    acknowledge: async ({ answer: { id } }) => {
      log.push(`acknowledge ${id}`);
      return { state: 'live', viewsLeft: null };
    },
    keepLease: (_, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    painted: async () => void log.push('painted'),
    save: async (entry) => void saved.push(entry),
    watched: () => true,
    onArrived: (count) => log.push(`arrived ${count}`),
    wait: (seconds, signal) => {
      pauses.push(seconds);
      return new Promise((resolve) => {
        waiting.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      });
    },
    ...over,
  };
  const inbox = createInbox(owner, { listing: 'absent' }, effects);
  const started = inbox.start();
  const shown = () => {
    const now = inbox.state();
    if (now.at !== 'shown') throw new Error(`At ${now.at}.`);
    return now;
  };
  return {
    inbox,
    server,
    log,
    pauses,
    saved,
    storage,
    started,
    shown,
    next: () => waiting.splice(0).forEach((go) => go()),
  };
}
