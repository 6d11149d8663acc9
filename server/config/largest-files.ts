import { bodyLengths } from '#crypto/body-lengths.ts';
import { MAX_NOTE_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { DEFAULT_FILES_MEGABYTES } from './policy-settings.ts';
import type { Settings } from './settings.ts';
import { MEGABYTE } from './storage-settings.ts';

/** What a share takes up at most beside its files: what is sealed, and the owner's note. */
export const MAX_TEXT_STORED_BYTES = MAX_SEALED_BYTES + MAX_NOTE_BYTES;

/** @returns how many bytes of files, at most, one share may have that takes up no more than `room`; 0: none */
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

/** The one that ends a share's growth first. @returns undefined where there is none */
export function narrowestQuota(settings: Partial<Settings>): Quota | undefined {
  return quotas
    .map((name) => ({ name, megabytes: settings[name] ?? 0 }))
    .filter(({ megabytes }) => megabytes > 0)
    .sort((one, other) => one.megabytes - other.megabytes)[0];
}

/** What nobody chose keeps within what somebody did. */
export function usualFilesBytes(settings: Partial<Settings>): number {
  const usual = DEFAULT_FILES_MEGABYTES * MEGABYTE;
  const quota = narrowestQuota(settings);
  return quota === undefined ? usual : Math.min(usual, largestFilesWithin(quota.megabytes * MEGABYTE));
}
