import * as v from 'valibot';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { MAX_PLAINTEXT_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { toBrand } from './brand-settings.ts';
import type { Config, Limits, MailConfig, Policy } from './config.ts';
import { contradictions } from './contradictions.ts';
import { toLanguages } from './language-settings.ts';
import { usualFilesBytes } from './largest-files.ts';
import { peoplePolicy, toMail } from './mail-settings.ts';
import { toNotices } from './notice-settings.ts';
import { DEFAULT_TTL_SECONDS } from './policy-settings.ts';
import type { Env } from './read-settings.ts';
import { toS3 } from './s3-settings.ts';
import { isQuotable } from './setting.ts';
import type { Setting } from './setting.ts';
import { findSetting, Settings, suggestSetting } from './settings.ts';
import { toSignIn } from './sign-in-settings.ts';
import { MEGABYTE } from './storage-settings.ts';
import { isTerminalName } from './terminal-names.ts';

const KILOBYTE = 1000;
/** Commitment and tag. */
const SEAL_BYTES = MAX_SEALED_BYTES - MAX_PLAINTEXT_BYTES;

/**
 * All faults of the settings. Each is a sentence that names the setting, without its value if that may be a password.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/**
 * Ignores names without the prefix `SOTTO_`. An empty value counts as unset.
 * @param known faults found while reading the settings
 * @throws ConfigError with all faults
 */
export function parseConfig(env: Env, known: readonly string[] = []): Config {
  const given = Object.entries(env).filter(
    ([name, value]) => name.startsWith('SOTTO_') && !isTerminalName(name) && value !== '' && value !== undefined,
  );
  const texts = Object.fromEntries(given);
  const { settings, faults } = readEach(texts);
  const unknown = given.filter(([name]) => findSetting(name) === undefined);
  const all = [
    ...known,
    ...faults,
    ...contradictions(settings, texts),
    ...unknown.map(([name]) => `${name} is not a setting of Sotto.${suggestSetting(name)}`),
  ];
  if (all.length > 0) throw new ConfigError([...new Set(all)]);
  return toConfig(settings as Settings);
}

interface Read {
  /** Only the valid ones. */
  readonly settings: Partial<Settings>;
  readonly faults: readonly string[];
}

/** Parses each setting separately, so that one fault does not hide others. */
function readEach(given: Env): Read {
  const faults: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(Settings.entries)) {
    const parsed = v.safeParse(setting, given[name]);
    if (parsed.success) settings[name] = parsed.output;
    else {
      // A list yields a fault for each of its entries, all with the same message.
      const messages = new Set(parsed.issues.map(({ message }) => message));
      for (const message of messages) faults.push(formFault(name, setting, { message, given: given[name] }));
    }
  }
  return { settings, faults };
}

interface Misfit {
  readonly message: string;
  readonly given: string | undefined;
}

function formFault(name: string, setting: Setting, { message, given }: Misfit): string {
  return `${name} must be ${message}${isQuotable(setting) ? `, not "${given}"` : ''}.`;
}

function toConfig(settings: Settings): Config {
  const url = settings.SOTTO_PUBLIC_URL ?? `http://localhost:${settings.SOTTO_PORT}/`;
  const mail = toMail(settings);
  const signIn = toSignIn(settings);
  const s3 = toS3(settings);
  return Object.freeze({
    publicUrl: url,
    basePath: new URL(url).pathname,
    host: settings.SOTTO_HOST,
    port: settings.SOTTO_PORT,
    ...(settings.SOTTO_LISTEN !== undefined && { socketPath: settings.SOTTO_LISTEN }),
    ...(settings.SOTTO_METRICS_PORT !== undefined && {
      metrics: Object.freeze({ host: settings.SOTTO_METRICS_HOST, port: settings.SOTTO_METRICS_PORT }),
    }),
    dataDir: settings.SOTTO_DATA_DIR,
    ...(settings.SOTTO_DATABASE_URL !== undefined && { databaseUrl: settings.SOTTO_DATABASE_URL }),
    postgresPool: settings.SOTTO_POSTGRES_POOL,
    ...(settings.SOTTO_KEYS_DIR !== undefined && { keysDir: settings.SOTTO_KEYS_DIR }),
    ...(settings.SOTTO_SERVER_KEY_FILE !== undefined && { serverKeyFile: settings.SOTTO_SERVER_KEY_FILE }),
    ...(s3 !== undefined && { s3: Object.freeze(s3) }),
    trustedProxies: Object.freeze(settings.SOTTO_TRUSTED_PROXIES),
    allowInsecureHttp: settings.SOTTO_ALLOW_INSECURE_HTTP,
    behindSignIn: settings.SOTTO_BEHIND_SIGN_IN,
    acceptLostKeys: settings.SOTTO_ACCEPT_LOST_KEYS,
    logLevel: settings.SOTTO_LOG_LEVEL,
    limits: Object.freeze(toLimits(settings)),
    policy: Object.freeze(toPolicy(settings, mail)),
    ...toNotices(settings),
    languages: Object.freeze(toLanguages(settings)),
    brand: Object.freeze(toBrand(settings)),
    storage: Object.freeze({
      quotaBytes: settings.SOTTO_STORAGE_QUOTA_MB * MEGABYTE,
      clientQuotaBytes: settings.SOTTO_CLIENT_QUOTA_MB * MEGABYTE,
      minFreeBytes: settings.SOTTO_MIN_FREE_MB * MEGABYTE,
    }),
    ...(signIn !== undefined && { signIn: Object.freeze(signIn) }),
    ...(mail !== undefined && { mail: Object.freeze(mail) }),
    uploadBytesPerMinute: settings.SOTTO_UPLOAD_MB_PER_MINUTE * MEGABYTE,
    requestsPerMinute: Object.freeze({
      create: settings.SOTTO_CREATES_PER_MINUTE,
      open: settings.SOTTO_OPENS_PER_MINUTE,
      mail: settings.SOTTO_CODES_PER_MINUTE,
      other: settings.SOTTO_REQUESTS_PER_MINUTE,
      page: settings.SOTTO_PAGES_PER_MINUTE,
    }),
  });
}

function toLimits(settings: Settings): Limits {
  return {
    minTtlSeconds: settings.SOTTO_MIN_TTL,
    maxTtlSeconds: settings.SOTTO_MAX_TTL,
    defaultTtlSeconds: settings.SOTTO_DEFAULT_TTL ?? usualTtl(settings),
    maxViews: settings.SOTTO_ONE_VIEW ? 1 : settings.SOTTO_MAX_VIEWS,
    maxSealedBytes: SEAL_BYTES + bodyLengths(settings.SOTTO_MAX_TEXT_KB * KILOBYTE).paddedBytes,
    maxFilesBytes:
      settings.SOTTO_MAX_FILES_MB === undefined ? usualFilesBytes(settings) : settings.SOTTO_MAX_FILES_MB * MEGABYTE,
  };
}

/** The default stays within the limits that the operator chose. */
function usualTtl({ SOTTO_OFFERED_TTLS: offered, SOTTO_MIN_TTL: min, SOTTO_MAX_TTL: max }: Settings): number {
  const nearest = offered?.findLast((seconds) => seconds <= DEFAULT_TTL_SECONDS) ?? offered?.[0];
  return nearest ?? Math.min(Math.max(DEFAULT_TTL_SECONDS, min), max);
}

function toPolicy(settings: Settings, mail: MailConfig | undefined): Policy {
  const { SOTTO_WHO: who } = settings;
  return {
    offeredTtlSeconds: Object.freeze(settings.SOTTO_OFFERED_TTLS ?? []),
    unlimitedViews: settings.SOTTO_UNLIMITED_VIEWS && !settings.SOTTO_ONE_VIEW,
    requirePassword: settings.SOTTO_REQUIRE_PASSWORD,
    // A request cannot name people.
    requests: settings.SOTTO_SECRET_REQUESTS && who?.every((one) => one === 'named') !== true,
    create: settings.SOTTO_CREATE,
    ...(who && { who: Object.freeze(who) }),
    ...peoplePolicy(mail),
    reports: settings.SOTTO_ABUSE_CONTACT !== undefined,
  };
}
