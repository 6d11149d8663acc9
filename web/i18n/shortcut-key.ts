import { shortcutKeys } from '#words/shortcut-keys.ts';

/** iPads call themselves Macs, and take keyboards with a Command key as well. */
const isApple = /Mac|iPhone|iPad|iPod/.test(navigator.platform);

/** The key that is held down in shortcuts on this device, as its keyboard names it. */
export const shortcutKey = (): string => (isApple ? '⌘' : shortcutKeys.control);
