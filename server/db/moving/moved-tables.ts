import type { Schema } from '#server/db/schema.ts';

interface Treatment {
  /** The columns that identify a row. */
  readonly copiedBy?: readonly string[];
  /** Why its rows are not copied. */
  readonly not?: 'of the place' | 'by triggers' | 'with the files' | 'in another way';
}

/** How a move treats each table. A table comes after those that its rows refer to. */
export const movedTables = {
  share: { copiedBy: ['id'] },
  content: { copiedBy: ['share_id'] },
  opening: { copiedBy: ['share_id', 'seq'] },
  request: { copiedBy: ['share_id'] },
  answer: { copiedBy: ['share_id'] },
  gate: { copiedBy: ['share_id'] },
  recipient: { copiedBy: ['share_id', 'n'] },
  revocation: { copiedBy: ['share_id', 'n'] },
  code_ask: { copiedBy: ['share_id', 'claim_hash'] },
  notice_channel: { copiedBy: ['share_id'] },
  outbox: { copiedBy: ['id'] },
  member_terms: { copiedBy: ['share_id'] },
  report: { copiedBy: ['share_id', 'reason'] },
  reservation: { copiedBy: ['share_id'] },
  token: { copiedBy: ['number'] },
  day_key: { copiedBy: ['day'] },
  tally: { copiedBy: ['day', 'account_hash'] },
  sign_in: { copiedBy: ['state_hash'] },
  session: { copiedBy: ['hash'] },
  logout_token: { copiedBy: ['jti_tag'] },
  share_total: { not: 'by triggers' },
  reservation_total: { not: 'by triggers' },
  reservation_change: { not: 'by triggers' },
  file_part: { copiedBy: ['body', 'part'], not: 'with the files' },
  loose_object: { copiedBy: ['body', 'object'], not: 'with the files' },
  database_id: { copiedBy: ['number'], not: 'with the files' },
  erasure_key: { not: 'in another way' },
  free_slot: { not: 'of the place' },
  key_folder: { not: 'of the place' },
  // It describes the clock of a machine.
  server_clock: { not: 'of the place' },
  move: { not: 'of the place' },
} as const satisfies Record<keyof Schema, Treatment>;

export type TableName = keyof typeof movedTables;

export interface CopiedTable {
  readonly name: TableName;
  readonly key: readonly string[];
}

/** @param keepsFiles whether the files stay where they are; then the rows about their objects are copied too */
export function tablesToCopy(keepsFiles: boolean): CopiedTable[] {
  return Object.entries(movedTables).flatMap(([name, { copiedBy, not }]: [string, Treatment]) =>
    copiedBy !== undefined && (not === undefined || keepsFiles) ? { name: name as TableName, key: copiedBy } : [],
  );
}

const allTables = Object.keys(movedTables) as TableName[];
const filledAtStart = new Set<TableName>(['share_total', 'key_folder', 'database_id', 'move']);
/** Each dialect has tables of its own for keys and totals. */
const onlyIn = { sqlite: ['free_slot'], postgres: ['erasure_key', 'reservation_change'] } as const;

const emptyTables = (lacking: readonly TableName[]) =>
  allTables.filter((name) => !filledAtStart.has(name) && !lacking.includes(name));

/** The tables that have no rows in a database that no service has used. */
export const emptyInNew = { sqlite: emptyTables(onlyIn.postgres), postgres: emptyTables(onlyIn.sqlite) };
