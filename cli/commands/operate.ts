import { jsonFlag, readFlags } from '#cli/admin/read-flags.ts';
import { effectiveSettings, settingLine } from '#server/config/effective-settings.ts';
import { serve } from '#server/main.ts';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { loadSettings, readConfig, sayFaults } from './read-config.ts';
import type { Command } from '#cli/world.ts';

/** `serve` and `config`. Beside these, only `admin/` and what reads the settings reach into the server. */

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
  const config = readConfig(world, { withPictures: true });
  if (config === undefined) return FAILED;
  await serve(config, world.assets);
  return forever();
};

/** `sotto config [--json]`: what the service would go by, or why it would not start. */
export const configCommand: Command = async (args, { env, stdout, stderr }) => {
  const read = readFlags(args, jsonFlag);
  if (read === undefined) {
    stderr.write('Usage: sotto config [--json]\n');
    return MISUSED;
  }
  const { config, given, faults } = loadSettings(env, { withPictures: true });
  const settings = config === undefined ? [] : effectiveSettings(given, config);
  if (read.values.json) stdout.write(`${JSON.stringify({ settings, faults }, null, 2)}\n`);
  else if (config === undefined) stderr.write(sayFaults(faults));
  else stdout.write(settings.map((setting) => `${settingLine(setting)}\n`).join(''));
  return config === undefined ? FAILED : 0;
};
