import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { claimDue, discardDue, hasDue, postponeClaimed, removeClaimed } from '#server/records/outbox-claim.ts';
import type { ClaimedRow, OutboxKind } from '#server/records/outbox-claim.ts';

/** Fixed: when a row is sent says nothing about the request that wrote it. */
const BEAT_MS = 2_000;
/** After the service was told to stop, what is being sent has this long. */
const FINISH_MS = 8_000;
/** Rows that are discarded in one beat. */
const MAX_DISCARDED = 1000;
/** A row whose delivery throws every time is given up. */
const MAX_THROWN = 20;

/** The result of sending a row. `record` runs in the transaction that removes or postpones it. */
export type Delivered =
  | { readonly next: 'remove'; readonly record?: (tx: Transaction) => Promise<void> }
  | {
      readonly next: 'again';
      readonly afterSeconds: number;
      /** True if nothing was sent, so this does not count as a try. */
      readonly isUntried?: boolean;
      readonly record?: (tx: Transaction) => Promise<void>;
    };

/**
 * Sends one row, outside any transaction, within CLAIM_SECONDS: after that, another process may send it too.
 * @param signal aborts when the service has to stop
 */
export type Deliver = (row: ClaimedRow, signal: AbortSignal) => Promise<Delivered>;

export interface OutboxWork {
  readonly kinds: readonly OutboxKind[];
  /**
   * Kinds that are never sent. They go with the same beat but take no place among those that are being sent, or requests
   * for strangers would delay everybody's mail.
   */
  readonly discards?: readonly OutboxKind[];
  /** Rows that are being sent at a time. */
  readonly atOnce: number;
  readonly deliver: Deliver;
  /** A row stays for a later try after this. */
  readonly failed: (error: unknown) => void;
}

export interface Outbox {
  /** Claims what is due, and begins to send it. */
  readonly beat: () => Promise<void>;
  /** Resolves when nothing is being sent. */
  readonly idle: () => Promise<void>;
}

type Stores = Pick<Deps, 'store'>;

export function openOutbox({ store }: Stores, work: OutboxWork, signal: AbortSignal): Outbox {
  const { kinds, discards = [], atOnce, deliver, failed } = work;
  const sending = new Set<Promise<void>>();
  const settle = (row: ClaimedRow, delivered: Delivered) =>
    store.write(async (tx) => {
      await delivered.record?.(tx);
      if (delivered.next === 'remove') await removeClaimed(tx, row);
      else await postponeClaimed(tx, row, delivered);
    });
  const send = async (row: ClaimedRow) => {
    try {
      await settle(row, await deliver(row, signal));
    } catch (error) {
      failed(error);
      if (row.tries >= MAX_THROWN) await settle(row, { next: 'remove' }).catch(failed);
    }
  };
  return {
    async beat() {
      if (discards.length > 0 && (await hasDue(store.read, discards))) {
        await store.write((tx) => discardDue(tx, { kinds: discards, limit: MAX_DISCARDED }));
      }
      const limit = atOnce - sending.size;
      // Most beats find nothing, and a look needs no write lock.
      if (limit <= 0 || !(await hasDue(store.read, kinds))) return;
      for (const row of await store.write((tx) => claimDue(tx, { kinds, limit }))) {
        const sent = send(row).finally(() => sending.delete(sent));
        sending.add(sent);
      }
    },
    async idle() {
      while (sending.size > 0) await Promise.all(sending);
    },
  };
}

/** @returns a function that stops it, and resolves when nothing is being sent */
export function startOutbox(stores: Stores, work: OutboxWork): () => Promise<void> {
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  const outbox = openOutbox(stores, work, aborting.signal);
  const stopped = keepBeating(outbox, work, stopping.signal);
  return async () => {
    stopping.abort();
    await stopped;
    const late = setTimeout(() => aborting.abort(), FINISH_MS);
    await outbox.idle();
    clearTimeout(late);
  };
}

async function keepBeating(outbox: Outbox, { failed }: OutboxWork, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await outbox.beat().catch(failed);
    await delay(BEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}
