import { shortcutKeys } from '#messages/shortcut-keys.ts';

/** iPads call themselves Macs, and take keyboards with a Command key as well. */
const isApple = /Mac|iPhone|iPad|iPod/.test(navigator.platform);

/** The name of the key for shortcuts on this device. */
export const shortcutKey = isApple ? shortcutKeys.apple : shortcutKeys.other;
