import * as v from 'valibot';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import type { Brand, Config, Limits, Policy } from './config.ts';
import { DEFAULT_TTL_SECONDS } from './policy-settings.ts';
import { isSecret } from './setting.ts';
import { findSetting, Settings } from './settings.ts';
import { isTerminalName } from './terminal-names.ts';

const MEGABYTE = 1_000_000;

/** Every fault of the settings, each a sentence that names the setting and, for what may be a password, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** @throws ConfigError with every fault at once. Names without the prefix `SOTTO_` are not looked at; an empty value counts as unset. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(env).filter(
    ([name, value]) => name.startsWith('SOTTO_') && !isTerminalName(name) && value !== '' && value !== undefined,
  );
  const parsed = v.safeParse(Settings, Object.fromEntries(given));
  const faults = parsed.success ? boundFaults(parsed.output) : parsed.issues.map(describeFault);
  if (!parsed.success || faults.length > 0) throw new ConfigError([...new Set(faults)]);
  return toConfig(parsed.output);
}

function describeFault(issue: v.BaseIssue<unknown>): string {
  const name = String(issue.path?.[0]?.key);
  const setting = findSetting(name);
  if (setting === undefined) return `${name} is not a setting of Sotto.`;
  const value = isSecret(setting) ? '' : `, not "${String(issue.path?.[0]?.value)}"`;
  return `${name} must be ${issue.message}${value}.`;
}

function boundFaults({ SOTTO_MIN_TTL: min, SOTTO_MAX_TTL: max, SOTTO_DEFAULT_TTL: preset }: Settings): string[] {
  if (min > max) return [`SOTTO_MIN_TTL (${min}) is more than SOTTO_MAX_TTL (${max}).`];
  if (preset === undefined || (preset >= min && preset <= max)) return [];
  return [`SOTTO_DEFAULT_TTL (${preset}) is not between SOTTO_MIN_TTL (${min}) and SOTTO_MAX_TTL (${max}).`];
}

function toConfig(settings: Settings): Config {
  const url = settings.SOTTO_PUBLIC_URL ?? `http://localhost:${settings.SOTTO_PORT}/`;
  return Object.freeze({
    publicUrl: url,
    basePath: new URL(url).pathname,
    host: settings.SOTTO_HOST,
    port: settings.SOTTO_PORT,
    ...(settings.SOTTO_METRICS_PORT !== undefined && {
      metrics: Object.freeze({ host: settings.SOTTO_METRICS_HOST, port: settings.SOTTO_METRICS_PORT }),
    }),
    dataDir: settings.SOTTO_DATA_DIR,
    ...(settings.SOTTO_DATABASE_URL !== undefined && { databaseUrl: settings.SOTTO_DATABASE_URL }),
    trustedProxies: Object.freeze(settings.SOTTO_TRUSTED_PROXIES),
    allowInsecureHttp: settings.SOTTO_ALLOW_INSECURE_HTTP,
    acceptLostKeys: settings.SOTTO_ACCEPT_LOST_KEYS,
    logLevel: settings.SOTTO_LOG_LEVEL,
    limits: Object.freeze(toLimits(settings)),
    policy: Object.freeze(toPolicy(settings)),
    brand: Object.freeze(toBrand(settings)),
    storage: Object.freeze({
      quotaBytes: settings.SOTTO_STORAGE_QUOTA_MB * MEGABYTE,
      clientQuotaBytes: settings.SOTTO_CLIENT_QUOTA_MB * MEGABYTE,
      minFreeBytes: settings.SOTTO_MIN_FREE_MB * MEGABYTE,
    }),
    uploadBytesPerMinute: settings.SOTTO_UPLOAD_MB_PER_MINUTE * MEGABYTE,
    requestsPerMinute: Object.freeze({
      create: settings.SOTTO_CREATES_PER_MINUTE,
      open: settings.SOTTO_OPENS_PER_MINUTE,
      other: settings.SOTTO_REQUESTS_PER_MINUTE,
    }),
  });
}

function toLimits(settings: Settings): Limits {
  const [minTtlSeconds, maxTtlSeconds] = [settings.SOTTO_MIN_TTL, settings.SOTTO_MAX_TTL];
  const preset = settings.SOTTO_DEFAULT_TTL ?? Math.min(Math.max(DEFAULT_TTL_SECONDS, minTtlSeconds), maxTtlSeconds);
  return {
    minTtlSeconds,
    maxTtlSeconds,
    defaultTtlSeconds: preset,
    maxViews: settings.SOTTO_ONE_VIEW ? 1 : settings.SOTTO_MAX_VIEWS,
    maxSealedBytes: MAX_SEALED_BYTES,
    maxFilesBytes: settings.SOTTO_MAX_FILES_MB * MEGABYTE,
  };
}

function toPolicy(settings: Settings): Policy {
  return {
    offeredTtlSeconds: Object.freeze(settings.SOTTO_OFFERED_TTLS ?? []),
    unlimitedViews: settings.SOTTO_UNLIMITED_VIEWS && !settings.SOTTO_ONE_VIEW,
    requirePassword: settings.SOTTO_REQUIRE_PASSWORD,
    requests: settings.SOTTO_SECRET_REQUESTS,
    create: settings.SOTTO_CREATE,
  };
}

function toBrand(settings: Settings): Brand {
  return { name: settings.SOTTO_BRAND_NAME, footerLinks: [] };
}
