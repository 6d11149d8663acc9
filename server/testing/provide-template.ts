import { SettableClock, makePlace, openAt } from './test-stores.ts';

/** Migrates one PostgreSQL database for the whole run: the migrations take longer than most tests. */
export default async function provideTemplate(): Promise<() => Promise<void>> {
  // Without PostgreSQL, the tests that need it fail and say so.
  if (!process.env['TEST_POSTGRES_URL']) return async () => undefined;
  const place = await makePlace('PostgreSQL');
  const store = await openAt(place, new SettableClock());
  await store.close();
  if (place.databaseUrl !== undefined)
    process.env['TEST_POSTGRES_TEMPLATE'] = new URL(place.databaseUrl).pathname.slice(1);
  return async () => {
    await place[Symbol.asyncDispose]();
  };
}
