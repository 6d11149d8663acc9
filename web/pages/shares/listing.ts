import type { ManagedShare, Owner } from '#client/manage.ts';
import type { StatusReply } from '#server/shares/wire.ts';
import type { Backoff, Wait } from '#client/retry.ts';
import { serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { Entry } from '#web/parts/list/entry.ts';
import type { RequestCount, Status } from '#web/parts/list/status.ts';
import type { ListSettings } from '#web/parts/list/store.ts';
import type { FileFault } from './export-file.ts';

export type ImportOutcome =
  | { readonly ok: true; readonly added: number; readonly known: number }
  | { readonly ok: false; readonly fault: FileFault };

export interface Deleting {
  readonly ids: ReadonlySet<string>;
  /** Of those, how many are done. */
  readonly done: number;
}

export interface Listed {
  readonly at: 'listed';
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** By id; absent while it has not been told. */
  readonly statuses: ReadonlyMap<string, Status>;
  readonly keepLinks: boolean;
  /** Why states may be missing or old, or why a deletion did not go through. */
  readonly failure?: ServiceFailure | undefined;
  readonly deleting?: Deleting | undefined;
  readonly imported?: ImportOutcome | undefined;
}

export type Shares = { readonly at: 'loading' } | { readonly at: 'refused' } | Listed;

/** Everything outside that My shares touches. */
export interface SharesEffects {
  readonly list: () => Promise<Entry[]>;
  readonly settings: () => Promise<ListSettings>;
  readonly setKeepLinks: (keepLinks: boolean) => Promise<void>;
  readonly save: (entries: readonly Entry[]) => Promise<void>;
  readonly forget: (ids: readonly string[]) => Promise<void>;
  /** In the order asked for; null where the server knows no such share. */
  readonly readStatuses: (owners: readonly Owner[]) => Promise<readonly (StatusReply | 'odd' | null)[]>;
  /** Of requests, likewise. */
  readonly readCounts: (owners: readonly Owner[]) => Promise<readonly (RequestCount | 'odd' | null)[]>;
  readonly remove: (share: Owner) => Promise<ManagedShare>;
  readonly removeRequest: (request: Owner) => Promise<RequestCount>;
  readonly wait: Wait;
}

/** What the parts of the list share. */
export interface Listing {
  readonly effects: SharesEffects;
  readonly backoff: Backoff;
  readonly state: () => Shares;
  readonly change: (members: Partial<Listed>) => void;
  readonly learn: (learned: Iterable<readonly [string, Status]>, members?: Partial<Listed>) => void;
}

interface Question<T> {
  /** May be asked again. */
  readonly ask: () => Promise<T>;
  readonly wanted: () => boolean;
}

/** Asks until there is an answer. @returns undefined once it is no longer wanted. */
export async function persist<T>(
  { backoff, change, state }: Listing,
  { ask, wanted }: Question<T>,
): Promise<T | undefined> {
  for (let tries = 0; wanted(); tries++) {
    try {
      const answer = await ask();
      const now = state();
      if (now.at === 'listed' && now.failure) change({ failure: undefined });
      return wanted() ? answer : undefined;
    } catch (error) {
      const failure: ServiceFailure = serviceFailureOf(error) ?? { kind: 'strange' };
      change({ failure });
      await backoff.pause(tries, failure);
    }
  }
  return undefined;
}

/** By title or by the beginning of the id, as people type them. */
export function matches({ id, title }: Entry, search: string): boolean {
  const wanted = fold(search);
  return wanted === '' || id.startsWith(search.trim()) || fold(title ?? '').includes(wanted);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase().trim();
}
