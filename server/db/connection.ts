import type { Database as Sqlite, Statement } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Schema } from './schema.ts';

const MAX_CACHED_STATEMENTS = 256;

/** A SQLite connection that caches prepared statements by their text. */
export interface SqliteConnection {
  readonly raw: Sqlite;
  readonly kysely: Kysely<Schema>;
  /** @returns the rows; empty for a statement that returns no rows */
  readonly run: (text: string, parameters: readonly unknown[]) => unknown[];
}

export function connectionOn(raw: Sqlite): SqliteConnection {
  const statements = new Map<string, Statement>();
  const prepare = (text: string) => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    if (statements.size >= MAX_CACHED_STATEMENTS) statements.clear();
    const statement = raw.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    raw,
    kysely: new Kysely({ dialect: new SqliteDialect({ database: { prepare, close: () => raw.close() } }) }),
    run(text, parameters) {
      const statement = prepare(text);
      if (statement.reader) return statement.all(parameters);
      statement.run(parameters);
      return [];
    },
  };
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
