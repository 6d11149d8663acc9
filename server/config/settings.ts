import * as v from 'valibot';
import { brandSettings } from './brand-settings.ts';
import { languageSettings } from './language-settings.ts';
import { mailSettings } from './mail-settings.ts';
import { didYouMean, nearestVariable } from './nearest-name.ts';
import { noticeSettings } from './notice-settings.ts';
import { policySettings } from './policy-settings.ts';
import { s3Settings } from './s3-settings.ts';
import { servingSettings } from './serving-settings.ts';
import { signInSettings } from './sign-in-settings.ts';
import type { Setting } from './setting.ts';
import { isSecret, shownDefault } from './setting.ts';
import { storageSettings } from './storage-settings.ts';
import { terminalNames } from './terminal-names.ts';

/** Every setting with its format, default and documentation, for `parseConfig`, `sotto config` and README's table. */
export const Settings = v.strictObject({
  ...servingSettings,
  ...storageSettings,
  ...s3Settings,
  ...policySettings,
  ...signInSettings,
  ...mailSettings,
  ...noticeSettings,
  ...languageSettings,
  ...brandSettings,
});
export type Settings = v.InferOutput<typeof Settings>;

const settings = new Map<string, Setting>(Object.entries(Settings.entries));

export const findSetting = (name: string): Setting | undefined => settings.get(name);

/** Every name that may stand in the environment of a service: settings, files with secret settings, the settings file. */
export const settingNames = (): string[] => [
  fileRow.name,
  ...[...settings].flatMap(([name, setting]) => (isSecret(setting) ? [name, `${name}_FILE`] : [name])),
];

/** For a name that is not a setting: asks about the closest name that may stand in the environment, or is empty. */
export const suggestSetting = (name: string): string =>
  didYouMean(nearestVariable(name, [...settingNames(), ...terminalNames]));

export interface SettingRow {
  readonly name: string;
  readonly shownDefault: string;
  readonly doc: string;
}

/** Names the settings file. It is not a setting itself. */
const fileRow: SettingRow = {
  name: 'SOTTO_CONFIG_FILE',
  shownDefault: 'none',
  doc: 'A file with settings such as `SOTTO_PORT=3000`, one per line. docs/terminal.md has its grammar. The environment overrides it.',
};

/** The rows of README's table, in the schema's order. */
export function settingRows(): SettingRow[] {
  const rows = [...settings].map(([name, setting]) => ({
    name,
    shownDefault: shownDefault(setting),
    doc: `${v.getDescription(setting) ?? ''}${isSecret(setting) ? ` To read it from a file: \`${name}_FILE\`.` : ''}`,
  }));
  return [fileRow, ...rows];
}
