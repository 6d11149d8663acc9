import { startPostgres } from '#scripts/testing/start-postgres.ts';

/** For a run of the proofs alone; `npm test` has already started one. */
export default async function providePostgres(): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  process.env['TEST_POSTGRES_URL'] = postgres.url;
  return postgres.stop;
}
