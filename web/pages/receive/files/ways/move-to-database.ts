import { deleteDB, openDB } from 'idb';

const FILES = 'files';

/**
 * Moves a blob out of the page's memory: what a database gives back is a file that the browser itself reads. Works in private windows.
 * The database is deleted at once; the browser keeps the file for as long as the page refers to it.
 * @returns the blob as it was where the browser refuses to store
 */
export async function moveToDatabase(blob: Blob): Promise<Blob> {
  const name = `saving ${crypto.randomUUID()}`;
  try {
    const database = await openDB(name, 1, { upgrade: (created) => void created.createObjectStore(FILES) });
    await database.put(FILES, blob, name);
    const stored = (await database.get(FILES, name)) as Blob;
    database.close();
    return stored.slice(0, stored.size, blob.type);
  } catch {
    return blob;
  } finally {
    void remove(name);
  }
}

/** Async, because a browser that blocks site data throws at once. */
async function remove(name: string): Promise<void> {
  try {
    await deleteDB(name);
  } catch {
    // There is no such database.
  }
}
