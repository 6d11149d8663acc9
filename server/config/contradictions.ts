import { largestFilesWithin } from './largest-files.ts';
import type { Env } from './read-settings.ts';
import type { Settings } from './settings.ts';

const MEGABYTE = 1_000_000;

/** What is well-formed and cannot be kept together. Settings that are missing, or that are no setting, are in no sentence. */
export function contradictions(settings: Partial<Settings>, given: Env): string[] {
  return [...ofTimes(settings, given), ...ofSizes(settings), ...ofPorts(settings)];
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

/** `7d` is what somebody wrote, and 604800 what is compared. */
function asGiven(text: string | undefined, seconds: number | undefined): string {
  return text === undefined || text === String(seconds) ? String(seconds) : `${text}, ${seconds} s`;
}

/** The page promises what a share may hold; a quota under that would break the promise after an upload was chosen. */
function ofSizes({ SOTTO_MAX_FILES_MB: files, SOTTO_CLIENT_QUOTA_MB: quota }: Partial<Settings>): string[] {
  if (files === undefined || quota === undefined || quota === 0) return [];
  const largest = Math.floor(largestFilesWithin(quota * MEGABYTE) / MEGABYTE);
  if (files <= largest) return [];
  return [
    `SOTTO_MAX_FILES_MB (${files}) is more than a client may store in a day: with SOTTO_CLIENT_QUOTA_MB (${quota}), at most ${largest}.`,
  ];
}

function ofPorts(settings: Partial<Settings>): string[] {
  const { SOTTO_PORT: port, SOTTO_METRICS_PORT: metrics, SOTTO_HOST: host, SOTTO_METRICS_HOST: metricsHost } = settings;
  if (metrics === undefined || metrics !== port || host !== metricsHost) return [];
  return [`SOTTO_METRICS_PORT and SOTTO_PORT are both ${port}: metrics need a port of their own.`];
}
