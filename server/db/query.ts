import { sql } from 'kysely';
import type { Compilable, CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { Clock } from '#server/clock/clock.ts';
import type { Backend, Session } from './database.ts';
import type { Schema } from './schema.ts';

/** A placeholder in a compiled query for a value that is known only when it runs. */
class Placeholder {
  readonly read: (parameters: object) => unknown;

  constructor(read: (parameters: object) => unknown) {
    this.read = read;
  }
}

/** The injected clock's time at each execution, for SQLite and tests. */
export function clockTime(clock: Clock): RawBuilder<number> {
  return sql`cast(${new Placeholder(() => clock.now())} as bigint)`;
}

export interface Blueprint<P> extends Backend {
  readonly kysely: Kysely<Schema>;
  /** A placeholder for the named parameter. */
  readonly param: <K extends keyof P>(name: K) => P[K];
}

export type Query<P, Row> = (session: Session, parameters: P) => Promise<Row[]>;

/**
 * A query that is built and compiled once per open database and then only executed. Building is most of the cost of a
 * small query.
 */
export function query<P extends object, Row>(build: (blueprint: Blueprint<P>) => Compilable<Row>): Query<P, Row> {
  const param = <K extends keyof P>(name: K): P[K] => new Placeholder((parameters) => (parameters as P)[name]) as P[K];
  const compiledFor = new WeakMap<Backend, CompiledQuery<Row>>();

  return (session, parameters) => {
    const { backend, kysely } = session;
    let compiled = compiledFor.get(backend);
    if (compiled === undefined) {
      compiled = build({ ...backend, kysely, param }).compile();
      compiledFor.set(backend, compiled);
    }
    return execute(session, compiled, parameters);
  };
}

/** For a query with a form that depends on its input, such as the length of a list. */
export function queryOnce<Row>(
  session: Session,
  build: (blueprint: Omit<Blueprint<never>, 'param'>) => Compilable<Row>,
): Promise<Row[]> {
  return execute(session, build({ ...session.backend, kysely: session.kysely }).compile(), {});
}

async function execute<Row>(session: Session, compiled: CompiledQuery<Row>, parameters: object): Promise<Row[]> {
  const values = compiled.parameters.map((value) => (value instanceof Placeholder ? value.read(parameters) : value));
  try {
    return (await session.run(compiled.sql, values)) as Row[];
  } catch (error) {
    throw session.backend.mapError(error);
  }
}
