import { expect, test } from 'vitest';
import { asRefusal, StoreFault } from '#server/blobs/s3/store-fault.ts';
import { AppError } from '#server/errors.ts';
import { sayFailure } from './say-failure.ts';

test.each([
  ['the database', new AppError('unavailable'), /^The database cannot be reached/],
  ['the keys', new AppError('unavailable', { part: 'keys' }), /^The folder of the erasure keys .*SOTTO_KEYS_DIR/],
  ['the files', asRefusal(new StoreFault('unreachable', 'ECONNRESET', 'It is down.')), /^It is down\.$/],
])('a failure says that %s cannot be used', (_part, error, sentence) => {
  expect(sayFailure(error)).toMatch(sentence);
});
