import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import { StartError } from '#server/platform/start-error.ts';
import { storageFault } from './storage-fault.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-storage-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const coded = (code: string) => Object.assign(new Error('the driver’s message'), { code });
const said = (error: unknown, databaseUrl?: string) => storageFault(error, { dataDir, databaseUrl })?.message;

test.each([
  ['SQLITE_FULL', /^There is no space left for .+ Check with: df -h /],
  ['ENOSPC', /^There is no space left for .+ df -i /],
  ['EDQUOT', /^The disk quota of user \d+ is used up/],
  ['EFBIG', /ulimit -f$/],
  ['EROFS', /is on a read-only file system/],
  ['SQLITE_READONLY', /is on a read-only file system/],
  ['SQLITE_READONLY_DIRECTORY', /is on a read-only file system/],
  ['SQLITE_PERM', /cannot be written to by user \d+/],
  ['EACCES', /cannot be written to by user \d+/],
  ['EMFILE', /^No more files can be opened \(EMFILE\)\. .+ulimit -n/],
  ['EIO', /reports errors \(EIO\)\. .+dmesg/],
  ['SQLITE_IOERR_WRITE', /^The disk of .+ failed to read or write \(SQLITE_IOERR_WRITE\)\. .+quota -s; dmesg$/],
  ['SQLITE_IOERR_FSYNC', /^The disk of /],
  ['SQLITE_CANTOPEN', /^The database .+sotto\.db cannot be opened/],
  ['SQLITE_NOTADB', /is damaged or is not a Sotto database .+"Restore"/],
  ['SQLITE_CORRUPT_INDEX', /is damaged/],
  ['SQLITE_BUSY_RECOVERY', /^Another program has locked the database in .+\. Check with: fuser -v /],
])('%s is a sentence with a next step', (code, sentence) => {
  const fault = storageFault(coded(code), { dataDir });
  expect(fault).toBeInstanceOf(StartError);
  expect(fault?.message).toMatch(sentence);
  expect(fault?.message).toContain(code === 'EMFILE' || code === 'EDQUOT' ? '' : dataDir);
});

test('an error with several causes is reported once, and a busy lock is reported', () => {
  expect(said(new AggregateError([coded('EROFS'), coded('EROFS')]))).toContain('read-only');
  expect(said(new AppError('unavailable'))).toContain('locked');
});

test('an error that is not from the storage is not explained here', () => {
  expect(said(new TypeError('a bug'))).toBeUndefined();
  expect(said(coded('SQLITE_CONSTRAINT_UNIQUE'))).toBeUndefined();
  expect(said(coded('ERR_INVALID_ARG_TYPE'))).toBeUndefined();
  expect(said(new StartError('said already'))).toBe('said already');
});

test.each([
  ['53100', /^PostgreSQL at db:5432 has no space left on its disk\. /],
  ['53200', /has no memory left/],
  ['25006', /is a standby or read-only/],
  ['42501', /GRANT CREATE, USAGE ON SCHEMA public/],
  ['58030', /reports disk errors/],
])('PostgreSQL’s %s is explained in a sentence without the password', (code, sentence) => {
  const url = 'postgres://me:hunter2@db/sotto';
  expect(said(coded(code), url)).toMatch(sentence);
  expect(said(coded(code), url)).not.toContain('hunter2');
});
