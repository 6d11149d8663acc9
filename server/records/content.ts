import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';

/** Stored only until the share ends, in its form at rest. */
export interface ContentRow {
  /** preamble ‖ tag. */
  readonly preamble: Uint8Array;
  readonly note: Uint8Array | null;
  readonly sealed: Uint8Array;
}

interface ContentId {
  readonly id: Uint8Array;
}

const insert = query<ContentId & ContentRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('content').values({
    share_id: param('id'),
    preamble: param('preamble'),
    note: param('note'),
    sealed: param('sealed'),
  }),
);

export async function insertContent(tx: Transaction, content: ContentId & ContentRow): Promise<void> {
  await insert(tx, content);
}

const remove = query<ContentId, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('content').where('share_id', '=', param('id')),
);

export async function deleteContent(tx: Transaction, id: Uint8Array): Promise<void> {
  await remove(tx, { id });
}

export async function deleteContents(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  await queryOnce(tx, ({ kysely }) => kysely.deleteFrom('content').where('share_id', 'in', ids));
}

const selectContent = query<ContentId, ContentRow>(({ kysely, param }) =>
  kysely.selectFrom('content').select(['preamble', 'note', 'sealed']).where('share_id', '=', param('id')),
);

/** @returns undefined once the share has ended, like the three functions below */
export async function findContent(session: Session, id: Uint8Array): Promise<ContentRow | undefined> {
  const [content] = await selectContent(session, { id });
  return content;
}

const selectPreamble = query<ContentId, Pick<ContentRow, 'preamble'>>(({ kysely, param }) =>
  kysely.selectFrom('content').select('preamble').where('share_id', '=', param('id')),
);

export async function findPreamble(session: Session, id: Uint8Array): Promise<Uint8Array | undefined> {
  const [content] = await selectPreamble(session, { id });
  return content?.preamble;
}

const selectNote = query<ContentId, Pick<ContentRow, 'note'>>(({ kysely, param }) =>
  kysely.selectFrom('content').select('note').where('share_id', '=', param('id')),
);

export async function findNote(session: Session, id: Uint8Array): Promise<Uint8Array | undefined> {
  const [content] = await selectNote(session, { id });
  return content?.note ?? undefined;
}

const selectSealed = query<ContentId, Pick<ContentRow, 'sealed'>>(({ kysely, param }) =>
  kysely.selectFrom('content').select('sealed').where('share_id', '=', param('id')),
);

export async function findSealed(session: Session, id: Uint8Array): Promise<Uint8Array | undefined> {
  const [content] = await selectSealed(session, { id });
  return content?.sealed;
}
