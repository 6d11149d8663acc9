import { pictureFaults } from '#server/branding/read-pictures.ts';
import type { Config } from '#server/config/config.ts';
import { ConfigError, parseConfig } from '#server/config/parse-config.ts';
import { NotText, readSettings } from '#server/config/read-settings.ts';
import type { Env, GivenSettings } from '#server/config/read-settings.ts';
import { saySettingFaults } from '#server/platform/start-checks/say-fault.ts';
import { decodeFile } from '#cli/files/decode-file.ts';
import { readToEndSync, TooLong } from '#cli/files/open-source.ts';
import { errorLine } from '#cli/terminal/exit-codes.ts';
import type { World } from '#cli/world.ts';

interface ConfigOptions {
  /** Checks the brand's pictures too. Commands that do not show them must not fail because of them. */
  readonly withPictures?: boolean;
}

/** Reads the settings of the service. @returns undefined for wrong settings, after saying so */
export function readConfig(
  { env, stderr }: Pick<World, 'env' | 'stderr'>,
  reading: ConfigOptions = {},
): Config | undefined {
  const { config, faults } = loadSettings(env, reading);
  if (config === undefined) stderr.write(sayFaults(faults));
  return config;
}

interface LoadedSettings {
  readonly config: Config | undefined;
  readonly given: GivenSettings;
  readonly faults: readonly string[];
}

export function loadSettings(env: Env, { withPictures = false }: ConfigOptions): LoadedSettings {
  const given = readSettings(env, readSettingsText);
  const known = [...given.faults, ...(withPictures ? pictureFaults(given.values) : [])];
  try {
    return { config: parseConfig(given.values, known), given, faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { config: undefined, given, faults: error.faults };
  }
}

/** More than any settings file, or file with a secret setting, needs. */
const MAX_BYTES = 1_048_576;

function readSettingsText(path: string): string {
  // The report of the settings names the file itself.
  const decoded = decodeFile(readSettingsBytes(path));
  if ('problem' in decoded) throw new NotText(decoded.problem('').trimStart());
  return decoded.text;
}

function readSettingsBytes(path: string): Uint8Array {
  try {
    return readToEndSync(path, MAX_BYTES);
  } catch (error) {
    throw error instanceof TooLong ? new NotText('is larger than 1 MiB.') : error;
  }
}

export const sayFaults = (faults: readonly string[]): string => errorLine(saySettingFaults(faults));
