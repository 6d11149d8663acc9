import { optional, postgresUrl, required, text, wholeNumber, yesOrNo } from './setting.ts';

/** Of storage, in settings. */
export const MEGABYTE = 1_000_000;
export const MAX_MEGABYTES = 1_000_000_000;

/** What is kept, where, and how much of it. */
export const storageSettings = {
  SOTTO_DATA_DIR: required(text, './data', 'The folder of the database, the key slots and the files.'),
  SOTTO_DATABASE_URL: optional(
    postgresUrl,
    { shownDefault: 'SQLite in the data folder', secret: true },
    'A PostgreSQL database to use instead: `postgres://user:password@host/name`.',
  ),
  SOTTO_ACCEPT_LOST_KEYS: required(
    yesOrNo,
    'false',
    'Starts although the file of the key slots, or every uploaded file, is missing. The content of the shares that need them is then lost.',
  ),
  SOTTO_STORAGE_QUOTA_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '0',
    'The most that all shares may take up together, with what has arrived of uploads, in megabytes (1,000,000 bytes). 0: as much as the disk has.',
  ),
  SOTTO_CLIENT_QUOTA_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '0',
    'The most that one client (an address, IPv6: one /64; or the holder of a token) may store in a day, in megabytes, deleted or not; and that the answers to one request may take up in a day. 0: no limit.',
  ),
  SOTTO_MIN_FREE_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '500',
    'What stays free on the disk of the data folder, in megabytes: nothing new is taken in before it would be used.',
  ),
};
