import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import { basePath } from '#web/layout/environment.ts';

/** What this browser remembers of a share it has made. It can manage the share, and never read it. */
export interface ShareEntry {
  readonly id: string;
  /** 32 bytes: whoever has them can see the share's history, and delete it. */
  readonly ownerKey: Uint8Array;
  readonly title?: string;
  /** Unix seconds of the server, as `expiresAt`. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** 0: unlimited. */
  readonly maxViews: number;
  readonly hasPassword: boolean;
  /** The whole link with its key; stored only while the person wants links to be kept. */
  readonly link?: string;
}

export interface ShareSettings {
  readonly keepLinks: boolean;
}

interface Schema extends DBSchema {
  shares: { key: string; value: ShareEntry; indexes: { createdAt: number } };
  settings: { key: string; value: boolean };
}

const KEEP_LINKS = 'keepLinks';

/** One origin can carry several installations, told apart by their path. */
const storeName = () => `sotto ${basePath()}`;

let connection: Promise<IDBPDatabase<Schema>> | undefined;
let channel: BroadcastChannel | undefined;

function connect(): Promise<IDBPDatabase<Schema>> {
  connection ??= openDB<Schema>(storeName(), 1, {
    upgrade(database) {
      database.createObjectStore('shares', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
      database.createObjectStore('settings');
    },
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
  channel ??= new BroadcastChannel(storeName());
  channel.postMessage('changed');
}

/** @returns stop. The listener is told of changes made in other tabs; those of this tab it has made itself. */
export function onSharesChanged(listener: () => void): () => void {
  channel ??= new BroadcastChannel(storeName());
  const listened = channel;
  listened.addEventListener('message', listener);
  return () => listened.removeEventListener('message', listener);
}

/** Writes or replaces entries; their links only while links are kept. @throws when the browser refuses to store. */
export async function saveShares(entries: readonly ShareEntry[]): Promise<void> {
  const transaction = (await connect()).transaction(['shares', 'settings'], 'readwrite');
  const keepLinks = (await transaction.objectStore('settings').get(KEEP_LINKS)) === true;
  const shares = transaction.objectStore('shares');
  await Promise.all(entries.map((entry) => shares.put(keepLinks ? entry : withoutLink(entry))));
  await transaction.done;
  announceChange();
}

export const saveShare = (entry: ShareEntry): Promise<void> => saveShares([entry]);

/** Newest first. */
export async function listShares(): Promise<ShareEntry[]> {
  const entries = await (await connect()).getAllFromIndex('shares', 'createdAt');
  return entries.reverse();
}

/** @throws when the browser refuses to store; so does everything here. */
export async function findShare(id: string): Promise<ShareEntry | undefined> {
  return (await connect()).get('shares', id);
}

/** Of this browser's list alone: the server is not told. */
export async function forgetShares(ids: readonly string[]): Promise<void> {
  const transaction = (await connect()).transaction('shares', 'readwrite');
  await Promise.all(ids.map((id) => transaction.store.delete(id)));
  await transaction.done;
  announceChange();
}

export const forgetShare = (id: string): Promise<void> => forgetShares([id]);

export async function getSettings(): Promise<ShareSettings> {
  return { keepLinks: (await (await connect()).get('settings', KEEP_LINKS)) === true };
}

/** Turning it off also wipes the links that were kept. */
export async function setKeepLinks(keepLinks: boolean): Promise<void> {
  const transaction = (await connect()).transaction(['shares', 'settings'], 'readwrite');
  const shares = transaction.objectStore('shares');
  await transaction.objectStore('settings').put(keepLinks, KEEP_LINKS);
  if (!keepLinks) {
    const entries = await shares.getAll();
    await Promise.all(
      entries.filter((entry) => entry.link !== undefined).map((entry) => shares.put(withoutLink(entry))),
    );
  }
  await transaction.done;
  announceChange();
}

function withoutLink(entry: ShareEntry): ShareEntry {
  const { link: _, ...rest } = entry;
  return rest;
}
