import { variants } from './flatten.ts';
import type { Text } from './flatten.ts';

type Texts = ReadonlyMap<string, Text>;

/** `saveFile` names the button `save`, `delete.of` the button `delete.ask`. */
const endings = ['Of', 'For', 'File', 'One', 'Long'];
const ofButtons = ['of', 'ofUntitled'];
const buttons = ['ask', 'label'];

/**
 * The name that a screen reader says has to contain what the button shows, or who speaks to the computer cannot press
 * it: WCAG 2.5.3. Holds where it holds in English.
 * @returns the sentence about a fault
 */
export function nameFault(key: string, english: Texts, own: Texts): string | undefined {
  const shown = shownKeys(key).find((short) => contains(english, key, short));
  if (shown === undefined || !own.has(shown) || contains(own, key, shown)) return undefined;
  return `A button with this name shows “${textOf(own, shown) ?? ''}” (${shown}), so the name has to contain these words.`;
}

function shownKeys(key: string): readonly string[] {
  const dot = key.lastIndexOf('.') + 1;
  const [group, last] = [key.slice(0, dot), key.slice(dot)];
  if (ofButtons.includes(last)) return buttons.map((button) => group + button);
  return endings.filter((ending) => last.endsWith(ending)).map((ending) => key.slice(0, -ending.length));
}

function contains(texts: Texts, key: string, shown: string): boolean {
  const [name, label] = [textOf(texts, key), textOf(texts, shown)];
  return name !== undefined && label !== undefined && name.toLowerCase().includes(label.toLowerCase());
}

/** Buttons have texts without choices. */
function textOf(texts: Texts, key: string): string | undefined {
  const text = texts.get(key);
  const [only, ...more] = text === undefined ? [] : variants(text);
  return more.length === 0 ? only : undefined;
}
