import { pagesOf } from '#server/db/moving/table-rows.ts';
import type { Deps } from '#server/deps.ts';
import { StartError } from '#server/platform/start-error.ts';

type Stores = Pick<Deps, 'store' | 'blobs'>;

/** Copies the file bodies of all shares that have not ended. @returns how many */
export async function copyFiles(source: Stores, target: Stores): Promise<number> {
  let count = 0;
  for await (const body of fileBodies(source)) {
    for (const [part, length] of await source.blobs.list(body)) {
      const bytes = await source.blobs.get({ body, part, start: 0, end: length });
      if (bytes === undefined) throw missingPart(body, part);
      if ((await target.blobs.put({ body, part, length, bytes })) === 'different')
        throw new StartError(`The new place has another file ${body}/${part} already. Use an empty one.`);
    }
    count++;
  }
  return count;
}

/** The names of the file bodies that are needed, also of unfinished uploads. */
export async function* fileBodies({ store }: Pick<Stores, 'store'>): AsyncGenerator<string, void> {
  for await (const rows of pagesOf(store.read, { name: 'share', key: ['id'] })) {
    for (const { body_name: body, ended_at: endedAt } of rows)
      if (typeof body === 'string' && endedAt === null) yield body;
  }
}

export const missingPart = (body: string, part: number): StartError =>
  new StartError(`The file ${body}/${part} cannot be read back. Check the disk or the bucket, then repeat the move.`);
