import ipaddr from 'ipaddr.js';
import * as v from 'valibot';
import { MAX_VIEWS } from './shares/wire.ts';

/** Every setting, with its form, its default and its documentation: `parseConfig` and README's table both read this. */

export const DEFAULT_TTL_SECONDS = 86_400;
const MAX_TTL_SECONDS = 31_536_000;
const MAX_RATE = 1_000_000;
const MAX_MEGABYTES = 1_000_000_000;

const wholeNumber = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,10}$/, expected),
    v.transform(Number),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  );
};
const yesOrNo = v.pipe(
  v.picklist(['true', 'false', '1', '0'], 'true or false'),
  v.transform((text) => text === 'true' || text === '1'),
);
const LogLevel = v.picklist(['error', 'warn', 'info'], 'error, warn or info');
export type LogLevel = v.InferOutput<typeof LogLevel>;
const text = v.string();
const publicUrl = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const url = parsePublicUrl(dataset.value);
    if (url !== undefined) return url;
    addIssue({ message: 'an http or https address, without user, query or fragment' });
    return NEVER;
  }),
);
const cidrList = v.pipe(
  v.string(),
  v.transform((list) => list.split(/[\s,]+/).filter((block) => block !== '')),
  v.array(v.pipe(v.string(), v.check(isBlock, 'addresses or CIDR blocks, with commas between'))),
);

function parsePublicUrl(value: string): string | undefined {
  const url = URL.parse(value.endsWith('/') ? value : `${value}/`);
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#]/.test(value)) return undefined;
  return url.username === '' && url.password === '' ? url.href : undefined;
}

function isBlock(block: string): boolean {
  return ipaddr.isValidCIDR(block) || ipaddr.isValid(block);
}

interface About {
  /** For people; the schema's own default where it is left out. */
  readonly shownDefault?: string;
  readonly secret?: true;
}

const required = <S extends v.GenericSchema<string, unknown>>(schema: S, fallback: v.InferInput<S>, doc: string) =>
  v.pipe(v.optional(schema, fallback), v.description(doc));
const optional = <S extends v.GenericSchema<string, unknown>>(schema: S, about: About, doc: string) =>
  v.pipe(v.optional(schema), v.description(doc), v.metadata({ ...about }));

export const Settings = v.strictObject({
  SOTTO_PUBLIC_URL: optional(
    publicUrl,
    { shownDefault: 'http://localhost:<port>/', secret: true },
    'Where people reach this service, its sub-path included: `https://example.org/secrets/`. Every link begins with it.',
  ),
  SOTTO_HOST: required(
    text,
    '127.0.0.1',
    'The address to listen on. `0.0.0.0` listens on every IPv4 address of the machine.',
  ),
  SOTTO_PORT: required(wholeNumber(0, 65_535), '3000', 'The port to listen on.'),
  SOTTO_DATA_DIR: required(text, './data', 'The folder of the database, the key slots and the files.'),
  SOTTO_DATABASE_URL: optional(
    v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres://')),
    { shownDefault: 'SQLite in the data folder', secret: true },
    'A PostgreSQL database to use instead: `postgres://user:password@host/name`.',
  ),
  SOTTO_TRUSTED_PROXIES: required(
    cidrList,
    '',
    'Addresses or CIDR blocks of your reverse proxies, with commas between. Only they are believed about a client’s address (`X-Forwarded-For`); without them, everyone behind a proxy shares one rate limit.',
  ),
  SOTTO_ALLOW_INSECURE_HTTP: required(
    yesOrNo,
    'false',
    'Lets the pages work on plain http beyond localhost, under a lasting warning. Whoever is on the way can then read everything.',
  ),
  SOTTO_ACCEPT_LOST_KEYS: required(
    yesOrNo,
    'false',
    'Starts although the file of the key slots, or every uploaded file, is missing. The content of the shares that need them is then lost.',
  ),
  SOTTO_MIN_TTL: required(
    wholeNumber(1, MAX_TTL_SECONDS),
    '60',
    'The shortest time to live that may be chosen, in seconds.',
  ),
  SOTTO_MAX_TTL: required(
    wholeNumber(1, MAX_TTL_SECONDS),
    '2592000',
    'The longest time to live that may be chosen, in seconds.',
  ),
  SOTTO_DEFAULT_TTL: optional(
    wholeNumber(1, MAX_TTL_SECONDS),
    { shownDefault: String(DEFAULT_TTL_SECONDS) },
    'The time to live that is offered first, in seconds.',
  ),
  SOTTO_MAX_VIEWS: required(
    wholeNumber(1, MAX_VIEWS),
    String(MAX_VIEWS),
    'The most openings that may be chosen. Any number is a choice of its own.',
  ),
  SOTTO_MAX_FILES_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '10000',
    'The most that the files of one share may have together, in megabytes (1,000,000 bytes). 0: no files.',
  ),
  SOTTO_STORAGE_QUOTA_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '0',
    'The most that all shares may take up together, unfinished uploads at their full size, in megabytes. 0: as much as the disk has.',
  ),
  SOTTO_MIN_FREE_MB: required(
    wholeNumber(0, MAX_MEGABYTES),
    '500',
    'What stays free on the disk of the data folder, in megabytes: nothing new is taken in before it would be used.',
  ),
  SOTTO_CREATES_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '60',
    'Shares that one client address (IPv6: one /64) may create in a minute. 0: no limit.',
  ),
  SOTTO_OPENS_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '120',
    'Openings that one client address may try in a minute. 0: no limit.',
  ),
  SOTTO_REQUESTS_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '1200',
    'All other API requests that one client address may make in a minute. 0: no limit.',
  ),
  SOTTO_UPLOAD_MB_PER_MINUTE: required(
    wholeNumber(0, MAX_MEGABYTES),
    '20000',
    'Megabytes of files that one client address may upload in a minute. 0: no limit.',
  ),
  SOTTO_LOG_LEVEL: required(
    LogLevel,
    'info',
    '`info` logs a line for each request (route, status, time; never ids, addresses or anything sent), `warn` and `error` only what went wrong.',
  ),
});
export type Settings = v.InferOutput<typeof Settings>;

function about(setting: v.GenericSchema): About {
  return v.getMetadata(setting);
}

/** Whether a fault may not repeat what the setting holds. */
export function mayBeSecret(setting: v.GenericSchema): boolean {
  return about(setting).secret ?? false;
}

export interface SettingRow {
  readonly name: string;
  readonly shownDefault: string;
  readonly doc: string;
}

/** The rows of README's table, in the schema's order. */
export function settingRows(): SettingRow[] {
  return Object.entries(Settings.entries).map(([name, setting]) => ({
    name,
    shownDefault: about(setting).shownDefault ?? v.getDefault(setting) ?? '',
    doc: v.getDescription(setting) ?? '',
  }));
}
