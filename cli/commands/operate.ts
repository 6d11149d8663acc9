import { effectiveSettings, settingLine } from '#server/config/effective-settings.ts';
import { serve } from '#server/main.ts';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { loadSettings, readConfig, sayFaults } from '#cli/admin/read-config.ts';
import { configUsage, serveUsage } from '#cli/usage/operator.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';

/** `serve` and `config`. Beside these, only `admin/` and what reads the settings reach into the server. */

const FAILED = exitCodes.failed.code;
/** Nobody can say yet when a service ends: it ends the process by itself. */
const forever = () => new Promise<number>(() => undefined);

export const serveCommand = operatorCommand(serveUsage, async (_given, world) => {
  const config = readConfig(world, { withPictures: true });
  if (config === undefined) return FAILED;
  await serve(config, world.assets);
  return forever();
});

/** `sotto config [--json]`: what the service would go by, or why it would not start. */
export const configCommand = operatorCommand(configUsage, async ({ values }, { env, stdout, stderr }) => {
  const { config, given, faults } = loadSettings(env, { withPictures: true });
  const settings = config === undefined ? [] : effectiveSettings(given, config);
  if (values.json) stdout.write(`${JSON.stringify({ settings, faults }, null, 2)}\n`);
  else if (config === undefined) stderr.write(sayFaults(faults));
  else stdout.write(settings.map((setting) => `${settingLine(setting)}\n`).join(''));
  return config === undefined ? FAILED : exitCodes.done.code;
});
