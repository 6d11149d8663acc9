import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import type { Mock } from 'vitest';
import { vi } from 'vitest';
import type { TestDialect } from './test-stores.ts';

export interface RecordedStatement {
  readonly text: string;
  /** Empty on SQLite, where a plan does not depend on them. */
  readonly values: readonly unknown[];
}

export interface Recording extends Disposable {
  /** Without duplicates, in the order of first use. */
  readonly statements: () => RecordedStatement[];
}

/**
 * Records every statement that the drivers prepare or run, also without `query`. It must start before the store is
 * opened, because prepared statements are cached.
 */
export function recordStatements(dialect: TestDialect): Recording {
  const spies: Mock[] = [];
  const texts = new Map<string, readonly unknown[]>();
  const note = (text: unknown, values: unknown) => {
    if (typeof text === 'string' && !texts.has(text)) texts.set(text, Array.isArray(values) ? values : []);
  };
  if (dialect === 'SQLite') {
    spies.push(
      vi.spyOn(SqliteDatabase.prototype, 'prepare') as Mock,
      vi.spyOn(SqliteDatabase.prototype, 'exec') as Mock,
    );
  } else {
    spies.push(vi.spyOn(pg.Client.prototype, 'query') as Mock);
  }
  return {
    statements() {
      for (const [asked, values] of spies.flatMap((spy) => spy.mock.calls as unknown[][])) {
        if (typeof asked === 'object' && asked !== null && 'text' in asked) {
          note(asked.text, 'values' in asked ? asked.values : []);
        } else note(asked, values);
      }
      return [...texts].map(([text, values]) => ({ text, values }));
    },
    [Symbol.dispose]: () => spies.forEach((spy) => spy.mockRestore()),
  };
}
