import { deleteDB, openDB } from 'idb';

const FILES = 'files';

/**
 * Moves a blob out of the page's memory: a database returns it as a file that the browser itself reads, also in private
 * windows. The database is deleted at once; the browser keeps the file while the page refers to it.
 * @returns the same blob if the browser refuses to store it
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

/** Async, because a browser that blocks site data throws synchronously. */
async function remove(name: string): Promise<void> {
  try {
    await deleteDB(name);
  } catch {
    // The database does not exist.
  }
}
