import { paletteOf } from './palette.ts';
import type { Config } from './config.ts';
import type { GivenSettings, Source } from './read-settings.ts';
import { defaultOf, isSecret } from './setting.ts';
import type { Setting } from './setting.ts';
import { settingsFileLine } from './settings-file.ts';
import { Settings } from './settings.ts';
import { MEGABYTE } from './storage-settings.ts';

export interface EffectiveSetting {
  readonly name: string;
  /** null for a secret that is set; empty if the setting has no value. */
  readonly value: string | null;
  readonly from: Source | 'default';
}

/** The settings in effect, in the schema's order. */
export function effectiveSettings({ values, sources }: GivenSettings, config: Config): EffectiveSetting[] {
  return Object.entries<Setting>(Settings.entries).map(([name, setting]) => {
    const given = values[name];
    if (given === undefined) return { name, value: defaultOf(setting) ?? derived(name, config), from: 'default' };
    return { name, value: isSecret(setting) ? null : given, from: sources[name] ?? 'default' };
  });
}

/**
 * Defaults that follow from other settings. One accent colour determines the other; without either, the pages keep
 * their own.
 */
function derived(name: string, { publicUrl, limits, languages, brand }: Config): string {
  if (name === 'SOTTO_PUBLIC_URL') return publicUrl;
  if (name === 'SOTTO_BRAND_SEAL_LIGHT') return paletteOf(brand)?.light.seal ?? '';
  if (name === 'SOTTO_BRAND_SEAL_DARK') return paletteOf(brand)?.dark.seal ?? '';
  if (name === 'SOTTO_LANGUAGE') return languages.default;
  if (name === 'SOTTO_DEFAULT_TTL') return String(limits.defaultTtlSeconds);
  return name === 'SOTTO_MAX_FILES_MB' ? String(Math.floor(limits.maxFilesBytes / MEGABYTE)) : '';
}

/**
 * Formats a setting as a line of a settings file. The line is a comment if the value is secret or does not fit on a
 * line: it has several lines, both kinds of quotes, or a backslash at the end.
 */
export function settingLine({ name, value, from }: EffectiveSetting): string {
  if (value === null) return `# ${name}=[redacted] # ${from}`;
  return `${settingsFileLine(name, value) ?? `# ${name}=${JSON.stringify(value)}`} # ${from}`;
}
