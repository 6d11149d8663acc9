import type { ManagedShare, Owner } from '#client/manage.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import type { Backoff, Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import type { RequestSummary, Status } from '#web/parts/list/status.ts';
import type { ListSettings } from '#web/parts/list/store.ts';
import type { ExportFileFault } from './export-file.ts';

export type ImportOutcome =
  | { readonly ok: true; readonly added: number; readonly known: number }
  | { readonly ok: false; readonly fault: ExportFileFault };

export interface Deleting {
  readonly ids: ReadonlySet<string>;
  /** How many of them are done. */
  readonly done: number;
}

export interface Listed {
  readonly at: 'listed';
  /** Newest first. */
  readonly entries: readonly ListEntry[];
  /** By id. Absent until the server has replied. */
  readonly statuses: ReadonlyMap<string, Status>;
  readonly keepLinks: boolean;
  /** Why statuses may be missing or old, or why a deletion has not succeeded yet. */
  readonly failure?: ServiceFailure | undefined;
  readonly deleting?: Deleting | undefined;
  readonly imported?: ImportOutcome | undefined;
  /** The entries that were removed last, as long as that can be undone. */
  readonly removed?: readonly ListEntry[] | undefined;
}

export type Shares = { readonly at: 'loading' } | { readonly at: 'refused' } | Listed;

/** The outside world, as far as My shares needs it. */
export interface SharesEffects {
  readonly list: () => Promise<ListEntry[]>;
  readonly settings: () => Promise<ListSettings>;
  readonly setKeepLinks: (keepLinks: boolean) => Promise<void>;
  readonly save: (entries: readonly ListEntry[]) => Promise<void>;
  readonly forget: (ids: readonly string[]) => Promise<void>;
  /** In the order of the owners; null if the server does not know the share. */
  readonly readStatuses: (owners: readonly Owner[]) => Promise<readonly (StatusReply | 'odd' | null)[]>;
  /** The same for requests. */
  readonly readCounts: (owners: readonly Owner[]) => Promise<readonly (RequestSummary | 'odd' | null)[]>;
  readonly remove: (share: Owner) => Promise<ManagedShare>;
  readonly removeRequest: (request: Owner) => Promise<RequestSummary>;
  /** Shares were opened at these times (Unix seconds) since the list last learned their status. */
  readonly onOpened: (times: readonly number[]) => void;
  readonly wait: Wait;
}

/** The state that the modules of the list share. */
export interface ListContext {
  readonly effects: SharesEffects;
  readonly backoff: Backoff;
  /** The requests whose last try failed. */
  readonly failing: Set<unknown>;
  readonly state: () => Shares;
  readonly change: (members: Partial<Listed>) => void;
  readonly learn: (learned: readonly (readonly [string, Status])[], members?: Partial<Listed>) => void;
}
