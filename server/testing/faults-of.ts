import { ConfigError, parseConfig } from '#server/config/parse-config.ts';

/** The faults of these settings. */
export function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}
