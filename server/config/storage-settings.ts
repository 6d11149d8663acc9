import { optional, postgresUrl, required, text, wholeNumber, yesOrNo } from './setting.ts';

/** The unit of storage settings, in bytes. */
export const MEGABYTE = 1_000_000;
export const MAX_MEGABYTES = 1_000_000_000;

/** Where and how much the service stores. */
export const storageSettings = {
  SOTTO_DATA_DIR: required(text, './data', 'The folder for the database, the key slots and the files.'),
  SOTTO_DATABASE_URL: optional(
    postgresUrl,
    { shownDefault: 'SQLite in the data folder', secret: true },
    'A PostgreSQL database to use instead of SQLite: `postgres://user:password@host/name`.',
  ),
  SOTTO_POSTGRES_POOL: required(
    wholeNumber(4, 1000),
    '20',
    'The largest number of connections that this process opens to PostgreSQL. All processes together must stay below its `max_connections`.',
  ),
  SOTTO_KEYS_DIR: optional(
    text,
    { shownDefault: 'none' },
    'With PostgreSQL: an existing folder for the erasure keys, which are otherwise in the database. Use a disk that no backup or replica of the database copies. Several processes need the same folder. See "Erasure keys in a folder" in docs/operating.md.',
  ),
  SOTTO_SERVER_KEY_FILE: optional(
    text,
    { shownDefault: '`server.key` in the data folder, created at the first start; with PostgreSQL none' },
    'A file of 32 random bytes, for mail, webhooks and audit: `head -c 32 /dev/urandom > FILE`. Every server on one PostgreSQL database needs the same.',
  ),
  SOTTO_ACCEPT_LOST_KEYS: required(
    yesOrNo,
    'false',
    'Starts even if the key slots file, or every uploaded file, is missing. The content of the shares that need them is then lost.',
  ),
  SOTTO_STORAGE_QUOTA_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '0',
    'The total size of all shares and unfinished uploads, in megabytes (1,000,000 bytes). 0: limited only by the disk.',
  ),
  SOTTO_CLIENT_QUOTA_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '0',
    'The megabytes that one client (an address; IPv6: one /64; the holder of a token; or a member) may store per day, even if deleted later. It also limits the answers to one request per day. 0: no limit.',
  ),
  SOTTO_MIN_FREE_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '500',
    'The megabytes to keep free on the disk of the data folder. New content that would use them is refused.',
  ),
};
