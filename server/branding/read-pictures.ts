import type { Brand } from '#server/config/config.ts';
import { PictureError, readPicture } from './read-picture.ts';
import type { Picture, PictureKind } from './read-picture.ts';

export interface Pictures {
  readonly logo?: Picture;
  readonly favicon?: Picture;
  /** Faults of either file, as sentences about the settings. */
  readonly faults: readonly string[];
}

export function readPictures({ logo, favicon }: Pick<Brand, 'logo' | 'favicon'>): Pictures {
  const faults: string[] = [];
  const read = (setting: string, path: string | undefined, kinds: readonly PictureKind[]): Picture | undefined => {
    try {
      return path === undefined ? undefined : readPicture(path, kinds);
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      faults.push(`${setting} must be ${error.message}.`);
      return undefined;
    }
  };
  const [logoRead, faviconRead] = [
    read('SOTTO_BRAND_LOGO', logo, ['svg', 'png', 'webp']),
    read('SOTTO_BRAND_FAVICON', favicon, ['svg', 'png']),
  ];
  return { ...(logoRead && { logo: logoRead }), ...(faviconRead && { favicon: faviconRead }), faults };
}

/** Runs before the configuration is parsed, so that these faults are reported with all others. */
export const pictureFaults = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  readPictures({
    ...(env['SOTTO_BRAND_LOGO'] && { logo: env['SOTTO_BRAND_LOGO'] }),
    ...(env['SOTTO_BRAND_FAVICON'] && { favicon: env['SOTTO_BRAND_FAVICON'] }),
  }).faults;
