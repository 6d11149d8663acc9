import { bodyLengths } from '#crypto/body-lengths.ts';
import { MAX_NOTE_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { DEFAULT_FILES_MEGABYTES } from './policy-settings.ts';
import type { Settings } from './settings.ts';
import { MEGABYTE } from './storage-settings.ts';

/** The most that a share stores besides its files: its sealed content and the owner's note. */
export const MAX_TEXT_STORED_BYTES = MAX_SEALED_BYTES + MAX_NOTE_BYTES;

/** @returns the most bytes of files for a share that uses at most `room` bytes; 0: no files fit */
export function largestFilesWithin(room: number): number {
  const fits = (bytes: number) => bodyLengths(bytes).encryptedBytes + MAX_TEXT_STORED_BYTES <= room;
  let [fitting, tooMany] = [0, Math.max(1, room)];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

const quotas = ['SOTTO_CLIENT_QUOTA_MB', 'SOTTO_STORAGE_QUOTA_MB'] as const;

export interface Quota {
  readonly name: (typeof quotas)[number];
  readonly megabytes: number;
}

/** The quota that limits a single share most. @returns undefined if there is no quota */
export function narrowestQuota(settings: Partial<Settings>): Quota | undefined {
  return quotas
    .map((name) => ({ name, megabytes: settings[name] ?? 0 }))
    .filter(({ megabytes }) => megabytes > 0)
    .sort((one, other) => one.megabytes - other.megabytes)[0];
}

/** The default stays within the quotas that the operator chose. */
export function usualFilesBytes(settings: Partial<Settings>): number {
  const usual = DEFAULT_FILES_MEGABYTES * MEGABYTE;
  const quota = narrowestQuota(settings);
  return quota === undefined ? usual : Math.min(usual, largestFilesWithin(quota.megabytes * MEGABYTE));
}
