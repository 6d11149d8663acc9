import { readFileSync } from 'node:fs';
import { pictureFaults } from '#server/branding/read-pictures.ts';
import type { Config } from '#server/config/config.ts';
import { ConfigError, parseConfig } from '#server/config/parse-config.ts';
import { readSettings } from '#server/config/read-settings.ts';
import type { Env, GivenSettings } from '#server/config/read-settings.ts';
import { saySettingFaults } from '#server/start-checks/say-fault.ts';
import type { World } from './world.ts';

/** What the service goes by, for whoever does without the service. */

/** @returns undefined when the settings are wrong, and that has been said */
export function readConfig({ env, stderr }: Pick<World, 'env' | 'stderr'>): Config | undefined {
  const { config, faults } = loadSettings(env);
  if (config === undefined) stderr.write(sayFaults(faults));
  return config;
}

export interface Loaded {
  readonly config: Config | undefined;
  readonly given: GivenSettings;
  readonly faults: readonly string[];
}

export function loadSettings(env: Env): Loaded {
  const given = readSettings(env, (path) => readFileSync(path, 'utf8'));
  try {
    return { config: parseConfig(given.values, [...given.faults, ...pictureFaults(given.values)]), given, faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { config: undefined, given, faults: error.faults };
  }
}

export const sayFaults = (faults: readonly string[]) => `${saySettingFaults(faults)}\n`;
