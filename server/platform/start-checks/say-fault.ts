import { ConfigError } from '#server/config/parse-config.ts';
import { StartError } from '#server/platform/start-error.ts';

/** Explains an error to the operator. @returns undefined for an unexpected error */
export function sayFault(error: unknown): string | undefined {
  if (error instanceof ConfigError) return saySettingFaults(error.faults);
  if (error instanceof StartError) return error.message;
  const { code, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return typeof code === 'string' && typeof path === 'string' ? `${path} cannot be used (${code}).` : undefined;
}

/** For a start that failed for an unknown reason. */
export function sayUnforeseen(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The service could not start because of an unexpected error. Please report this:\n${what}`;
}

/** @param faults of a ConfigError */
export function saySettingFaults(faults: readonly string[]): string {
  return ['The service cannot start with these settings:', ...faults].join('\n  ');
}
