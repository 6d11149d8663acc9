import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import * as v from 'valibot';
import { listenHostFault } from './listen-host.ts';
import { secretBytes } from './webhook-secret.ts';

/** The formats of settings and their documentation. A setting is text from outside. */

export type Setting = v.GenericSchema<string | undefined, unknown>;

interface SettingAbout {
  /** The default as shown to people; by default the schema's own. */
  readonly shownDefault?: string;
  /** Contains a password: never shown or repeated in a fault. It can also be given as a file, `<NAME>_FILE`. */
  readonly secret?: true;
  /** An invalid value may contain a password, so no fault repeats it. */
  readonly neverQuoted?: true;
}

export const required = <S extends v.GenericSchema<string, unknown>>(
  schema: S,
  fallback: v.InferInput<S>,
  doc: string,
) => v.pipe(v.optional(schema, fallback), v.description(doc));

export const optional = <S extends v.GenericSchema<string, unknown>>(schema: S, about: SettingAbout, doc: string) =>
  v.pipe(v.optional(schema), v.description(doc), v.metadata({ ...about }));

export const text = v.string();

export const wholeNumber = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,10}$/, expected),
    v.transform(Number),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  );
};

/** Kubernetes sets `<SERVICE>_PORT` for every Service, so a Service named `sotto` sets this one. */
const KUBERNETES_PORT = /^tcp:\/\//;

export const portNumber = (min: number) =>
  v.pipe(
    unless((given) =>
      KUBERNETES_PORT.test(given)
        ? `a whole number from ${min} to 65535 (Kubernetes sets this for a Service named sotto: add enableServiceLinks: false to the pod)`
        : undefined,
    ),
    wholeNumber(min, 65_535),
  );

export const yesOrNo = v.pipe(
  v.picklist(['true', 'false', '1', '0'], 'true or false'),
  v.transform((given) => given === 'true' || given === '1'),
);

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** @returns seconds, or undefined if the text is not a duration */
export function readDuration(given: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(given) ?? [];
  return count === undefined ? undefined : Number(count) * (SECONDS[unit] ?? NaN);
}

/** A format that `read` parses. @param expected completes "must be" */
const readAs = <T>(read: (given: string) => T | undefined, expected: string) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message: expected });
      return NEVER;
    }),
  );

/** In seconds: `3600`, `90s`, `10m`, `12h`, `7d`. */
export const duration = (minSeconds: number, maxSeconds: number) => {
  const expected = `seconds, or a number followed by s, m, h or d, from ${minSeconds} to ${maxSeconds} seconds`;
  return readAs((given) => within(readDuration(given), minSeconds, maxSeconds), expected);
};

const within = (seconds: number | undefined, min: number, max: number) =>
  seconds !== undefined && seconds >= min && seconds <= max ? seconds : undefined;

/** Sorted, without duplicates. */
export const durations = (minSeconds: number, maxSeconds: number, maxCount: number) => {
  const expected = `at most ${maxCount} times separated by commas, each a number followed by s, m, h or d, from ${minSeconds} to ${maxSeconds} seconds`;
  return readAs((given) => {
    const seconds = listOf(given).map((one) => within(readDuration(one), minSeconds, maxSeconds));
    const known = new Set(seconds.filter((one) => one !== undefined));
    if (seconds.includes(undefined) || known.size === 0 || known.size > maxCount) return undefined;
    return [...known].sort((one, other) => one - other);
  }, expected);
};

/** @returns the tag as BCP 47 writes it; undefined for a text that is not one */
export function readLanguageTag(given: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(given)[0];
  } catch {
    return undefined;
  }
}

export const languageTag = readAs(
  (given) => readLanguageTag(given.trim()),
  'the tag of a language, such as de or pt-BR',
);

/** Without duplicates. */
export const languageTags = readAs((given) => {
  const tags = listOf(given).map(readLanguageTag);
  const known = new Set(tags.filter((tag) => tag !== undefined));
  return known.size === 0 || tags.includes(undefined) ? undefined : [...known];
}, 'tags of languages separated by commas, such as en,de,pt-BR');

export const listOf = (given: string): string[] => given.split(/[\s,]+/).filter((entry) => entry !== '');

/** A format that accepts the text unchanged, unless `faultOf` says what it must be instead. */
const unless = (faultOf: (given: string) => string | undefined) =>
  v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = dataset.typed ? faultOf(dataset.value) : undefined;
      if (message !== undefined) addIssue({ message });
    }),
  );

export const listenHost = (portSetting: string) => unless((given) => listenHostFault(given, portSetting));

/** Linux allows 107 bytes. A start binds a longer, temporary name and renames it. */
const MAX_SOCKET_PATH_BYTES = 96;

/** @returns the path */
export const unixSocket = readAs((given) => {
  const path = /^unix:(\/.+[^/])$/.exec(given)?.[1];
  return path === undefined || Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES ? undefined : path;
}, `unix: and an absolute path of at most ${MAX_SOCKET_PATH_BYTES} bytes, such as unix:/run/sotto/sotto.sock`);

export const publicAddress = v.pipe(
  unless(publicUrlFault),
  v.transform((given) => new URL(withSlash(given)).href),
);

const withSlash = (given: string): string => (given.endsWith('/') ? given : `${given}/`);

/** Never repeats the address, because it may contain a password. */
function publicUrlFault(given: string): string | undefined {
  if (!/^https?:\/\//i.test(given))
    return 'an address that begins with https:// or http://, such as https://example.org/';
  if (/[?#]/.test(given)) return 'an http or https address without ? and #';
  const url = URL.parse(withSlash(given));
  if (url === null) return 'an http or https address with a valid name and port, such as https://example.org:8443/';
  if (url.username !== '' || url.password !== '') return 'an http or https address without user and password';
  // Browsers treat a path that begins with `//` as another host.
  if (url.pathname.includes('//')) return 'an http or https address without an empty segment in its path';
  return undefined;
}

/** It may contain a token, so no fault repeats it. */
export const webhookUrl = v.pipe(
  v.string(),
  v.check((given) => {
    const url = URL.parse(given);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  }, 'an https or http address without user and password, such as https://hooks.example/sotto'),
);

export const webhookSecret = v.pipe(
  v.string(),
  v.check(
    (given) => secretBytes(given) !== undefined,
    'whsec_ followed by 24 to 64 bytes in base64, such as the output of: echo "whsec_$(head -c 32 /dev/urandom | base64)"',
  ),
);

export const cidrList = v.pipe(
  v.string(),
  v.transform(listOf),
  v.check(
    (blocks) => blocks.every(isBlock),
    'addresses or CIDR blocks, separated by commas, without names, ports or brackets',
  ),
);

/** `10.1/16` is refused: ipaddr.js would take it for 10.0.0.1/16. */
function isBlock(block: string): boolean {
  const [address = '', bits] = block.split('/');
  return isIP(address) !== 0 && (bits === undefined || ipaddr.isValidCIDR(block));
}

export const postgresUrl = v.pipe(
  v.string(),
  v.regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres://'),
);

export const LogLevel = v.picklist(['error', 'warn', 'info'], 'error, warn or info');
export type LogLevel = v.InferOutput<typeof LogLevel>;

const about = (setting: Setting): SettingAbout => v.getMetadata(setting);

/** Whether the value is hidden from operators. */
export const isSecret = (setting: Setting): boolean => about(setting).secret ?? false;

/** Whether a fault may repeat the value. */
export const isQuotable = (setting: Setting): boolean => !isSecret(setting) && about(setting).neverQuoted !== true;

/** The value of an unset setting; undefined: no value. */
export const defaultOf = (setting: Setting): string | undefined => {
  const fallback = v.getDefault(setting as v.OptionalSchema<v.StringSchema<undefined>, string>);
  return typeof fallback === 'string' ? fallback : undefined;
};

export const shownDefault = (setting: Setting): string => about(setting).shownDefault ?? defaultOf(setting) ?? '';
