import * as v from 'valibot';
import type { S3Config } from './config.ts';
import type { Env } from './read-settings.ts';
import { defaultOf, optional, required, text, yesOrNo } from './setting.ts';

const storeUrl = v.pipe(
  v.string(),
  v.check(
    isStoreUrl,
    'the https or http address of an object store without user, password and path, such as https://s3.example.org',
  ),
);

function isStoreUrl(given: string): boolean {
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return false;
  return /^https?:\/\/[^/?#]+\/?$/i.test(given);
}

const bucketName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z\d][a-z\d._-]{1,61}[a-z\d]$/i,
    'the name of a bucket: 3 to 63 letters, digits, dots, hyphens or underscores',
  ),
);

const regionName = v.pipe(v.string(), v.regex(/^[a-z\d-]{1,40}$/i, 'the name of a region, such as eu-central-1'));

const prefix = v.pipe(
  v.string(),
  v.maxLength(200, 'of at most 200 characters'),
  v.regex(
    /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/,
    'letters, digits, dots, hyphens and underscores, with single slashes only between them, such as sotto or team/sotto',
  ),
);

/** The file bodies in an S3-compatible object store. */
export const s3Settings = {
  SOTTO_S3_URL: optional(
    storeUrl,
    { shownDefault: 'none' },
    'An S3-compatible object store for uploaded files, instead of the data folder: `https://s3.example.org`. Everything else stays in the database. See "Object storage" in docs/operating.md.',
  ),
  SOTTO_S3_BUCKET: optional(bucketName, { shownDefault: 'none' }, 'The bucket, which must exist.'),
  SOTTO_S3_REGION: required(
    regionName,
    'us-east-1',
    'The region in the signature of each request. Many stores accept any region; some need `auto`.',
  ),
  SOTTO_S3_ACCESS_KEY: optional(text, { shownDefault: 'none', secret: true }, 'The id of the access key.'),
  SOTTO_S3_SECRET_KEY: optional(text, { shownDefault: 'none', secret: true }, 'The secret of the access key.'),
  SOTTO_S3_SESSION_TOKEN: optional(
    text,
    { shownDefault: 'none', secret: true },
    'The session token of a temporary access key. A new one takes effect at the next start.',
  ),
  SOTTO_S3_PREFIX: required(
    prefix,
    'sotto',
    'The beginning of the names of all objects. Each database needs its own bucket or prefix.',
  ),
  SOTTO_S3_PATH_STYLE: required(
    yesOrNo,
    'true',
    '`true`: `https://host/bucket/…`, which nearly every store understands. `false`: `https://bucket.host/…`.',
  ),
};

type S3Settings = v.InferOutput<v.ObjectSchema<typeof s3Settings, undefined>>;

const needed = ['SOTTO_S3_BUCKET', 'SOTTO_S3_ACCESS_KEY', 'SOTTO_S3_SECRET_KEY'] as const;

export function toS3(settings: S3Settings): S3Config | undefined {
  const { SOTTO_S3_URL: url, SOTTO_S3_BUCKET: bucket, SOTTO_S3_ACCESS_KEY: accessKey } = settings;
  const { SOTTO_S3_SECRET_KEY: secretKey, SOTTO_S3_SESSION_TOKEN: sessionToken } = settings;
  if (url === undefined || bucket === undefined || accessKey === undefined || secretKey === undefined) return undefined;
  return {
    url: new URL(url).origin,
    bucket,
    region: settings.SOTTO_S3_REGION,
    accessKey,
    secretKey,
    ...(sessionToken !== undefined && { sessionToken }),
    prefix: settings.SOTTO_S3_PREFIX,
    pathStyle: settings.SOTTO_S3_PATH_STYLE,
  };
}

/** @returns sentences about settings of the object store that contradict each other */
export function ofS3(settings: Partial<S3Settings>, given: Env): string[] {
  if (given['SOTTO_S3_URL'] === undefined) {
    // A printed configuration contains the defaults.
    const unused = Object.entries(s3Settings).filter(
      ([name, setting]) => given[name] !== undefined && given[name] !== defaultOf(setting),
    );
    return unused.map(([name]) => `${name} has no effect without SOTTO_S3_URL.`);
  }
  const faults = needed.filter((name) => given[name] === undefined).map((name) => `SOTTO_S3_URL needs ${name}.`);
  const { SOTTO_S3_URL: url = '', SOTTO_S3_BUCKET: bucket = '', SOTTO_S3_PATH_STYLE: pathStyle = true } = settings;
  if (pathStyle) return faults;
  if (bucket.includes('.') && url.startsWith('https:'))
    faults.push('SOTTO_S3_BUCKET has a dot, so no certificate fits it in a host name: set SOTTO_S3_PATH_STYLE=true.');
  if (/[A-Z_]/.test(bucket))
    faults.push('SOTTO_S3_BUCKET cannot be part of a host name: set SOTTO_S3_PATH_STYLE=true.');
  return faults;
}
