import { statfs } from 'node:fs/promises';

/** The free bytes of the disk that holds the folder, as the system counts them for this user. */
export async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
