// Written by `npm run words` from words/en/shortcut-keys.json.
import { table } from '#web/i18n/words.ts';

export interface ShortcutKeysWords {
  readonly control: string;
}

export const shortcutKeys = /* #__PURE__ */ table('shortcut-keys') as ShortcutKeysWords;
