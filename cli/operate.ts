import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pictureFaults } from '#server/branding/read-pictures.ts';
import type { Config } from '#server/config/config.ts';
import { effectiveSettings, settingLine } from '#server/config/effective-settings.ts';
import { ConfigError, parseConfig } from '#server/config/parse-config.ts';
import { readSettings } from '#server/config/read-settings.ts';
import type { Env, GivenSettings } from '#server/config/read-settings.ts';
import { serve } from '#server/main.ts';
import { exitCodes } from './exit-codes.ts';
import type { Command, World } from './world.ts';

/** `serve` and `config`. Beside these, `admin/` and `health` are all of the terminal that reach into the server. */

const FAILED = exitCodes.failed.code;
const MISUSED = exitCodes.misused.code;
const SERVE_USAGE =
  'Usage: sotto serve\nIt takes no arguments: settings come from the environment (SOTTO_PORT=8080 sotto serve) or from the file that SOTTO_CONFIG_FILE names.\n';
/** Nobody can say yet when a service ends: it ends the process by itself. */
const forever = () => new Promise<number>(() => undefined);

export const serveCommand: Command = async (args, world) => {
  if (args.length > 0) {
    world.stderr.write(SERVE_USAGE);
    return MISUSED;
  }
  const config = readConfig(world);
  if (config === undefined) return FAILED;
  await serve(config, world.assets);
  return forever();
};

/** `sotto config [--json]`: what the service would go by, or why it would not start. */
export const configCommand: Command = async (args, { env, stdout, stderr }) => {
  const json = wantsJson(args);
  if (json === undefined) {
    stderr.write('Usage: sotto config [--json]\n');
    return MISUSED;
  }
  const { config, given, faults } = load(env);
  const settings = config === undefined ? [] : effectiveSettings(given, config);
  if (json) stdout.write(`${JSON.stringify({ settings, faults }, null, 2)}\n`);
  else if (config === undefined) stderr.write(sayFaults(faults));
  else stdout.write(settings.map((setting) => `${settingLine(setting)}\n`).join(''));
  return config === undefined ? FAILED : 0;
};

/** @returns undefined for any other argument */
function wantsJson(args: readonly string[]): boolean | undefined {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    return undefined;
  }
}

/** @returns undefined when the settings are wrong, and that has been said */
export function readConfig({ env, stderr }: Pick<World, 'env' | 'stderr'>): Config | undefined {
  const { config, faults } = load(env);
  if (config === undefined) stderr.write(sayFaults(faults));
  return config;
}

interface Loaded {
  readonly config: Config | undefined;
  readonly given: GivenSettings;
  readonly faults: readonly string[];
}

function load(env: Env): Loaded {
  const given = readSettings(env, (path) => readFileSync(path, 'utf8'));
  try {
    return { config: parseConfig(given.values, [...given.faults, ...pictureFaults(given.values)]), given, faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { config: undefined, given, faults: error.faults };
  }
}

const sayFaults = (faults: readonly string[]) =>
  `${['Sotto cannot start with these settings:', ...faults].join('\n  ')}\n`;
