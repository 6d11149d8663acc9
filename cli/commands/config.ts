import { effectiveSettings, settingLine } from '#server/config/effective-settings.ts';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { configUsage } from '#cli/usage/operator.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';
import { loadSettings, sayFaults } from '#cli/admin/read-config.ts';

/** `sotto config [--json]`: the settings in effect, or the reasons why the service would not start. */
export const configCommand = operatorCommand(configUsage, async ({ values }, { env, stdout, stderr }) => {
  const { config, given, faults } = loadSettings(env, { withPictures: true });
  const settings = config === undefined ? [] : effectiveSettings(given, config);
  if (values.json) stdout.write(`${JSON.stringify({ settings, faults }, null, 2)}\n`);
  else if (config === undefined) stderr.write(sayFaults(faults));
  else stdout.write(settings.map((setting) => `${settingLine(setting)}\n`).join(''));
  return config === undefined ? exitCodes.failed.code : exitCodes.done.code;
});
