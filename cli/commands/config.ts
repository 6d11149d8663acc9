import { effectiveSettings, settingLine } from '#server/config/effective-settings.ts';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { configUsage } from '#cli/usage/operator.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';
import { loadSettings, sayFaults } from '#cli/admin/read-config.ts';
import { languageFaults } from '#server/http/site/offered-languages.ts';

/** `sotto config [--json]`: the settings in effect, or the reasons why the service would not start. */
export const configCommand = operatorCommand(configUsage, async ({ values }, { env, stdout, stderr, assets }) => {
  const { config, given, faults: known } = loadSettings(env, { withPictures: true });
  const faults = config === undefined ? known : languageFaults(await assets.webFiles(), config.languages);
  const isFine = config !== undefined && faults.length === 0;
  const settings = isFine ? effectiveSettings(given, config) : [];
  if (values.json) stdout.write(`${JSON.stringify({ settings, faults }, null, 2)}\n`);
  else if (!isFine) stderr.write(sayFaults(faults));
  else stdout.write(settings.map((setting) => `${settingLine(setting)}\n`).join(''));
  return isFine ? exitCodes.done.code : exitCodes.failed.code;
});
