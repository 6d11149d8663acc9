import { CompiledQuery, PostgresDialect, PostgresDriver } from 'kysely';
import type { DatabaseConnection, PostgresDialectConfig } from 'kysely';

/**
 * One simple query, so that it costs no round trip more than `begin`. The settings hold for this transaction alone:
 * behind a pooler such as PgBouncer, a setting of a connection is lost or reaches other programs. `read write` lets
 * operators make transactions read-only by default, and tests find writes outside a transaction that way. The timeout
 * frees the rows that a host had locked when it lost its power. PostgreSQL would notice that only after two hours.
 */
const BEGIN =
  'begin isolation level read committed, read write; set local synchronous_commit = on; set local idle_in_transaction_session_timeout = 60000';

/** Each transaction commits durably, whatever the server, the role or the database has as its default. */
export class DurableDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new DurableDriver(this.#config);
  }
}

class DurableDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(BEGIN));
  }
}
