import type { IDBPDatabase } from 'idb';
import { basePath } from '#web/app/layout/environment.ts';
import type { ListEntry, RequestEntry, ShareEntry } from './entry.ts';
import { openListDatabase } from './open-list-database.ts';
import type { ListSchema } from './open-list-database.ts';
import { withResolvers } from '#web/app/with-resolvers.ts';

export interface ListSettings {
  readonly keepLinks: boolean;
}

const KEEP_LINKS = 'keepLinks';

/** Long enough for any disk, short enough for a person who waits for a link. */
const STORAGE_SECONDS = 15;

/** One origin can host several installations, each under its own path. */
const storeName = () => `sotto ${basePath()}`;

let connection: Promise<IDBPDatabase<ListSchema>> | undefined;
let channel: BroadcastChannel | undefined;

function connect(): Promise<IDBPDatabase<ListSchema>> {
  connection ??= openListDatabase(storeName(), {
    blocking: disconnect,
    terminated: () => (connection = undefined),
  }).catch((refusal: unknown) => {
    connection = undefined;
    throw refusal;
  });
  return connection;
}

function disconnect(): void {
  void connection?.then((database) => database.close());
  connection = undefined;
}

function announceChange(): void {
  openChannel()?.postMessage('changed');
}

/** Firefox refuses a channel where site data is blocked. There is no list to report on then. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return (channel ??= new BroadcastChannel(storeName()));
  } catch {
    return undefined;
  }
}

/** Calls the listener after changes in other tabs, not in this one. @returns a function that stops listening */
export function onSharesChanged(listener: () => void): () => void {
  const listened = openChannel();
  listened?.addEventListener('message', listener);
  return () => listened?.removeEventListener('message', listener);
}

/**
 * Adds or replaces entries. Links of shares are stored only while links are kept.
 * @throws if the browser refuses to store
 */
export function saveEntries(entries: readonly ListEntry[]): Promise<void> {
  return inTime(async () => {
    const transaction = (await connect()).transaction(['shares', 'settings'], 'readwrite');
    const keepLinks = (await transaction.objectStore('settings').get(KEEP_LINKS)) === true;
    const stored = transaction.objectStore('shares');
    await Promise.all(entries.map((entry) => stored.put(keepLinks ? entry : withoutSecret(entry))));
    await transaction.done;
    announceChange();
  });
}

export const saveShare = (share: Omit<ShareEntry, 'kind'>): Promise<void> => saveEntries([{ kind: 'share', ...share }]);

export const saveRequest = (request: Omit<RequestEntry, 'kind'>): Promise<void> =>
  saveEntries([{ kind: 'request', ...request }]);

/** Newest first. */
export function listEntries(): Promise<ListEntry[]> {
  return inTime(async () => {
    const entries = await (await connect()).getAllFromIndex('shares', 'createdAt');
    return entries.reverse();
  });
}

/** @throws if the browser refuses to store, like every function here */
export function findEntry(id: string): Promise<ListEntry | undefined> {
  return inTime(async () => {
    return (await connect()).get('shares', id);
  });
}

/** Removes entries from this browser's list. The server does not learn of it. */
export function forgetEntries(ids: readonly string[]): Promise<void> {
  return inTime(async () => {
    const transaction = (await connect()).transaction('shares', 'readwrite');
    await Promise.all(ids.map((id) => transaction.store.delete(id)));
    await transaction.done;
    announceChange();
  });
}

export const forgetShare = (id: string): Promise<void> => forgetEntries([id]);

export function getSettings(): Promise<ListSettings> {
  return inTime(async () => {
    return { keepLinks: (await (await connect()).get('settings', KEEP_LINKS)) === true };
  });
}

/** Turning it off also erases the links of shares that were kept. */
export function setKeepLinks(keepLinks: boolean): Promise<void> {
  return inTime(async () => {
    const transaction = (await connect()).transaction(['shares', 'settings'], 'readwrite');
    const stored = transaction.objectStore('shares');
    await transaction.objectStore('settings').put(keepLinks, KEEP_LINKS);
    if (!keepLinks) {
      const entries = await stored.getAll();
      await Promise.all(
        entries
          .filter(({ kind, link }) => kind === 'share' && link !== undefined)
          .map((entry) => stored.put(withoutSecret(entry))),
      );
    }
    await transaction.done;
    announceChange();
  });
}

/** A share's link opens the share; a request's link can't read anything. */
function withoutSecret(entry: ListEntry): ListEntry {
  if (entry.kind === 'request') return entry;
  const { link: _, ...rest } = entry;
  return rest;
}

/**
 * Limits how long the browser's storage may take. With a broken profile, a hanging disk or an old tab in the way it may
 * never settle, which counts as a refusal.
 */
function inTime<T>(task: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The browser’s storage does not respond.')), STORAGE_SECONDS * 1000);
  return Promise.race([task(), late]).finally(() => clearTimeout(timer));
}
