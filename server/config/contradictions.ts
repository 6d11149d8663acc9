import ipaddr from 'ipaddr.js';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { MAX_PART_BYTES } from '#server/file-bodies/wire.ts';
import { largestFilesWithin, narrowestQuota, usualFilesBytes } from './largest-files.ts';
import type { Quota } from './largest-files.ts';
import { ofMail } from './mail-settings.ts';
import { ofNotices } from './notice-settings.ts';
import type { Env } from './read-settings.ts';
import { ofS3 } from './s3-settings.ts';
import { defaultOf } from './setting.ts';
import type { Settings } from './settings.ts';
import { ofSignIn } from './sign-in-settings.ts';
import { MEGABYTE, storageSettings } from './storage-settings.ts';

/**
 * Finds well-formed settings that contradict each other. Missing and unknown settings never appear in the sentences.
 */
export function contradictions(settings: Partial<Settings>, given: Env): string[] {
  return [
    ...ofTimes(settings, given),
    ...ofSizes(settings),
    ...ofRates(settings, given),
    ...ofPorts(settings),
    ...ofDatabase(given),
    ...ofS3(settings, given),
    ...ofListener(given),
    ...ofLanguages(settings),
    ...ofSignIn(settings, given),
    ...ofOpeners(settings, given),
    ...ofMail(settings, given),
    ...ofNotices(settings, given),
  ];
}

function ofTimes(settings: Partial<Settings>, given: Env): string[] {
  const { SOTTO_MIN_TTL: min, SOTTO_MAX_TTL: max, SOTTO_DEFAULT_TTL: preset, SOTTO_OFFERED_TTLS: offered } = settings;
  const faults: string[] = [];
  const named = (name: string, seconds: number | undefined) => `${name} (${asGiven(given[name], seconds)})`;
  const [minimum, maximum] = [named('SOTTO_MIN_TTL', min), named('SOTTO_MAX_TTL', max)];
  const inOrder = min === undefined || max === undefined || min <= max;
  if (!inOrder) faults.push(`${minimum} is more than ${maximum}.`);
  const expectWithin = (name: string, seconds: number) => {
    if (!inOrder) return;
    if (min !== undefined && seconds < min) faults.push(`${named(name, seconds)} is less than ${minimum}.`);
    if (max !== undefined && seconds > max) faults.push(`${named(name, seconds)} is more than ${maximum}.`);
  };
  for (const seconds of offered ?? []) expectWithin('One of SOTTO_OFFERED_TTLS', seconds);
  if (preset === undefined) return faults;
  if (offered === undefined) expectWithin('SOTTO_DEFAULT_TTL', preset);
  else if (!offered.includes(preset))
    faults.push(`${named('SOTTO_DEFAULT_TTL', preset)} is not one of SOTTO_OFFERED_TTLS.`);
  return faults;
}

/** Shows the text as given, such as `7d`, and the compared value, such as 604800. */
function asGiven(text: string | undefined, seconds: number | undefined): string {
  return text === undefined || text === String(seconds) ? String(seconds) : `${text}, ${seconds} s`;
}

const bounded: Readonly<Record<Quota['name'], string>> = {
  SOTTO_CLIENT_QUOTA_MB: 'one client may store in a day',
  SOTTO_STORAGE_QUOTA_MB: 'all shares together may use',
};

/**
 * The page promises a maximum size. With a smaller quota, an upload of that size would fail only after people chose the
 * files.
 */
function ofSizes(settings: Partial<Settings>): string[] {
  const { SOTTO_MAX_FILES_MB: files } = settings;
  const quota = narrowestQuota(settings);
  if (files === undefined || quota === undefined) return [];
  const { name, megabytes } = quota;
  const largest = Math.floor(largestFilesWithin(megabytes * MEGABYTE) / MEGABYTE);
  if (files <= largest) return [];
  return [
    `SOTTO_MAX_FILES_MB (${files}) is more than ${bounded[name]}: with ${name} (${megabytes}), at most ${largest}.`,
  ];
}

/** Large files are uploaded in full parts. A part larger than the limit per minute would be refused in every minute. */
function ofRates(settings: Partial<Settings>, given: Env): string[] {
  const { SOTTO_UPLOAD_MB_PER_MINUTE: rate, SOTTO_MAX_FILES_MB: files } = settings;
  const isKnown = files !== undefined || given['SOTTO_MAX_FILES_MB'] === undefined;
  if (rate === undefined || rate === 0 || rate * MEGABYTE >= MAX_PART_BYTES || !isKnown) return [];
  const filesBytes = files === undefined ? usualFilesBytes(settings) : files * MEGABYTE;
  if (filesBytes === 0 || bodyLengths(filesBytes).encryptedBytes <= MAX_PART_BYTES) return [];
  const least = Math.ceil(MAX_PART_BYTES / MEGABYTE);
  return [
    `SOTTO_UPLOAD_MB_PER_MINUTE (${rate}) is less than one part of an upload, which has up to ${MAX_PART_BYTES} bytes: at least ${least}, or 0.`,
  ];
}

function ofPorts(settings: Partial<Settings>): string[] {
  const { SOTTO_PORT: port, SOTTO_METRICS_PORT: metrics, SOTTO_HOST: host, SOTTO_METRICS_HOST: metricsHost } = settings;
  if (metrics === undefined || metrics !== port || host === undefined || metricsHost === undefined) return [];
  if (!overlap(host, metricsHost)) return [];
  return [`SOTTO_METRICS_PORT and SOTTO_PORT are both ${port}: the metrics need a different port.`];
}

function ofDatabase(given: Env): string[] {
  if (given['SOTTO_DATABASE_URL'] !== undefined) return [];
  const faults: string[] = [];
  const { SOTTO_POSTGRES_POOL: pool } = given;
  // A printed configuration contains the default.
  if (pool !== undefined && pool !== defaultOf(storageSettings.SOTTO_POSTGRES_POOL))
    faults.push('SOTTO_POSTGRES_POOL needs SOTTO_DATABASE_URL: without it, the database is SQLite.');
  if (given['SOTTO_KEYS_DIR'] !== undefined)
    faults.push(
      'SOTTO_KEYS_DIR needs SOTTO_DATABASE_URL: SQLite keeps its erasure keys in keys.slots, outside the database already.',
    );
  return faults;
}

function ofListener(given: Env): string[] {
  if (given['SOTTO_LISTEN'] === undefined || given['SOTTO_PUBLIC_URL'] !== undefined) return [];
  return ['SOTTO_LISTEN needs SOTTO_PUBLIC_URL, because a Unix socket has no address for people.'];
}

function ofLanguages({ SOTTO_LANGUAGE: preset, SOTTO_LANGUAGES: offered }: Partial<Settings>): string[] {
  if (preset === undefined || offered === undefined || offered.includes(preset)) return [];
  return [`SOTTO_LANGUAGE (${preset}) is not one of SOTTO_LANGUAGES (${offered.join(', ')}).`];
}

/** Each choice of SOTTO_CREATE and SOTTO_WHO needs a sign-in or mail that is set up. */
function ofOpeners({ SOTTO_WHO: who, SOTTO_CREATE: create }: Partial<Settings>, given: Env): string[] {
  const faults: string[] = [];
  const hasSignIn = given['SOTTO_OIDC_ISSUER'] !== undefined;
  const isMember = create === 'member' || create === 'member-or-token';
  if (isMember && !hasSignIn) faults.push(`SOTTO_CREATE=${create} needs SOTTO_OIDC_ISSUER.`);
  if (who?.includes('members') === true && !hasSignIn)
    faults.push('SOTTO_WHO has members, which needs SOTTO_OIDC_ISSUER.');
  const isMailOff = given['SOTTO_SMTP_URL'] === undefined || given['SOTTO_MAIL_RECIPIENTS'] === 'off';
  if (who?.includes('named') === true && isMailOff)
    faults.push('SOTTO_WHO has named, which needs SOTTO_SMTP_URL, and SOTTO_MAIL_RECIPIENTS other than off.');
  return faults;
}

/** `::` covers every address of a machine, and `0.0.0.0` every IPv4 address. Names are not resolved. */
function overlap(one: string, other: string): boolean {
  return one === other || covers(one, other) || covers(other, one);
}

function covers(wildcard: string, host: string): boolean {
  if (!ipaddr.isValid(wildcard)) return false;
  const every = ipaddr.parse(wildcard);
  if (every.range() !== 'unspecified') return false;
  return every.kind() === 'ipv6' || !ipaddr.IPv6.isValid(host);
}
