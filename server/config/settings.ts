import * as v from 'valibot';
import { brandSettings } from './brand-settings.ts';
import { policySettings } from './policy-settings.ts';
import { servingSettings } from './serving-settings.ts';
import type { Setting } from './setting.ts';
import { shownDefault } from './setting.ts';
import { storageSettings } from './storage-settings.ts';

/** Every setting, with its form, its default and its documentation: `parseConfig`, `sotto config` and README's table read this. */
export const Settings = v.strictObject({
  ...servingSettings,
  ...storageSettings,
  ...policySettings,
  ...brandSettings,
});
export type Settings = v.InferOutput<typeof Settings>;

const settings = new Map<string, Setting>(Object.entries(Settings.entries));

export const findSetting = (name: string): Setting | undefined => settings.get(name);

export interface SettingRow {
  readonly name: string;
  readonly shownDefault: string;
  readonly doc: string;
}

/** The rows of README's table, in the schema's order. */
export function settingRows(): SettingRow[] {
  return [...settings].map(([name, setting]) => ({
    name,
    shownDefault: shownDefault(setting),
    doc: v.getDescription(setting) ?? '',
  }));
}
