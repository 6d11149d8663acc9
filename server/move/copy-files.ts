import { pagesOf } from '#server/db/moving/table-rows.ts';
import type { Deps } from '#server/deps.ts';
import { StartError } from '#server/platform/start-error.ts';
import { missingParts } from '#server/records/part-geometry.ts';

type Stores = Pick<Deps, 'store' | 'blobs'>;

/** Copies the file bodies of all shares that have not ended. @returns how many */
export async function copyFiles(source: Stores, target: Stores): Promise<number> {
  let count = 0;
  for await (const { body, parts } of fileBodies(source)) {
    for (const [part, length] of parts) {
      const bytes = await source.blobs.get({ body, part, start: 0, end: length });
      if (bytes === undefined) throw missingPart(body, part);
      if ((await target.blobs.put({ body, part, length, bytes })) === 'different')
        throw new StartError(`The new place has another file ${body}/${part} already. Use an empty one.`);
    }
    count++;
  }
  return count;
}

export interface FileBody {
  readonly body: string;
  /** The length of each part that is stored. */
  readonly parts: ReadonlyMap<number, number>;
}

/** The file bodies that are needed, also of unfinished uploads. @throws StartError if another one is not complete */
export async function* fileBodies({ store, blobs }: Stores): AsyncGenerator<FileBody, void> {
  for await (const rows of pagesOf(store.read, { name: 'share', key: ['id'] })) {
    for (const row of rows) {
      const { body_name: body, ended_at: endedAt } = row;
      if (typeof body !== 'string' || endedAt !== null) continue;
      const parts = await blobs.list(body);
      const geometry = { bodyBytes: Number(row['body_bytes']), partChunks: Number(row['part_chunks']) };
      if (row['state'] !== 'pending' && missingParts(geometry, parts) > 0) throw incomplete(body);
      yield { body, parts };
    }
  }
}

const incomplete = (body: string): StartError =>
  new StartError(
    `The file body ${body} of a share is missing, or parts of it are. Check that the disk with the data folder is ` +
      'mounted, or that SOTTO_S3_BUCKET is right. If the files are lost, cancel the move and start the service here ' +
      'again: it ends the shares whose files are gone.',
  );

export const missingPart = (body: string, part: number): StartError =>
  new StartError(`The file ${body}/${part} cannot be read back. Check the disk or the bucket, then repeat the move.`);
