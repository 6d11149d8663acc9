import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import { openPostgres } from './open-postgres.ts';
import { StartError } from '#server/platform/start-error.ts';
import { postgresFault } from './postgres-fault.ts';

const URL_OF = 'postgres://me:hunter2@db.example:6543/sotto';
const coded = (code: string, message = 'hunter2') => Object.assign(new Error(message), { code });

test.each([
  [coded('ECONNREFUSED'), 'PostgreSQL at db.example:6543 cannot be reached (ECONNREFUSED): see SOTTO_DATABASE_URL.'],
  [coded('57P03'), 'PostgreSQL at db.example:6543 cannot be reached (57P03): see SOTTO_DATABASE_URL.'],
  [
    new Error('timeout exceeded when trying to connect'),
    'PostgreSQL at db.example:6543 cannot be reached (no response): see SOTTO_DATABASE_URL.',
  ],
  [
    new AppError('unavailable'),
    'PostgreSQL at db.example:6543 cannot be reached (no response): see SOTTO_DATABASE_URL.',
  ],
  [
    coded('0A000', 'cannot set transaction read-write mode during recovery'),
    'PostgreSQL at db.example:6543 accepts no writes, because it is a standby or read-only. Use its primary: see SOTTO_DATABASE_URL.',
  ],
  [coded('28P01'), 'PostgreSQL at db.example:6543 refuses this user or password: see SOTTO_DATABASE_URL.'],
  [coded('3D000'), 'PostgreSQL at db.example:6543 has no such database: see SOTTO_DATABASE_URL.'],
  [coded('ERR_INVALID_URL'), 'SOTTO_DATABASE_URL is not a valid address.'],
])('%s: %s', (error, sentence) => {
  expect(postgresFault(error, URL_OF)?.message).toBe(sentence);
});

test('an address that only the driver understands is not repeated', () => {
  const fault = postgresFault(coded('ENOTFOUND'), 'postgres://me:hunter2@[db/sotto');
  expect(fault?.message).toBe('PostgreSQL cannot be reached (ENOTFOUND): see SOTTO_DATABASE_URL.');
});

test('any other error is not explained', () => {
  expect(postgresFault(coded('42601'), URL_OF)).toBeUndefined();
  expect(postgresFault(new Error('a bug'), URL_OF)).toBeUndefined();
});

test('a refused connection is one sentence without the password', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  const opened = openPostgres({ databaseUrl: `postgres://me:hunter2@127.0.0.1:${port}/x` });
  await expect(opened).rejects.toThrow(
    new StartError(`PostgreSQL at 127.0.0.1:${port} cannot be reached (ECONNREFUSED): see SOTTO_DATABASE_URL.`),
  );
});
