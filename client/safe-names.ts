/**
 * File names come from the sender, who may be hostile. A name that is safe on this system is kept exactly. An unsafe
 * name is changed, and page and terminal say so.
 */
import { nameParts, numberedPath } from './numbered-names.ts';
import { toWellFormed } from '#crypto/well-formed.ts';

/** The system on which names are saved. `other` is Linux and its kin; `any` is safe on all of them. */
export type System = 'windows' | 'mac' | 'other' | 'any';

export interface SaveRules {
  /** `any` by default. */
  readonly system?: System;
  /** The longest path including folders, as `nameLength` counts. A longer one loses its folders. */
  readonly maxPathLength?: number;
}

/** NAME_MAX: bytes, on Windows UTF-16 units. */
export const MAX_NAME_LENGTH = 255;
/** PATH_MAX of each system, minus room for the destination folder. */
const MAX_PATH_LENGTH: Readonly<Record<System, number>> = { windows: 32_000, mac: 800, other: 3800, any: 800 };
/** The largest number of UTF-8 bytes for one UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const NAMELESS = 'file';
/** At least as long as any number in use. */
const MAX_NUMBER = 99_999;

const encoder = new TextEncoder();

/** Control characters, line separators and bidi controls. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u206A-\u206F]/gu;
/**
 * Safe on Linux and macOS. A fast path: a hostile list has half a million path segments, and most need no more than
 * this.
 */
const ORDINARY = /^\w[\w .]{0,100}$/;
/** A name of only these characters is invisible. The last one is the Braille blank. */
const INVISIBLE = /^[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
const REFUSED_BY_WINDOWS = /[<>:"|?*\\]/g;
/** Windows treats these names as devices, with any extension. Superscript digits count as digits. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/**
 * One safe name for each file, in order. No two names denote the same file on this system, and no name is the folder of
 * another. Folders are separated by `/`. A changed or numbered name never takes a sealed name that is safe unchanged.
 */
export function safeNames(names: readonly string[], rules: SaveRules = {}): readonly string[] {
  const { system = 'any', maxPathLength = MAX_PATH_LENGTH[system] } = rules;
  const keyOf = system === 'other' ? (part: string) => part : foldedKey;
  const paths = names.map((name) => safePath(name, system, maxPathLength));
  const root: Folder = { folders: new Map() };
  const places = paths.map((path) => folderOf(root, path.split('/').slice(0, -1).map(keyOf)));
  const isExact = paths.map((path, i) => path === names[i] && take(places[i] ?? root, path, keyOf));
  return paths.map((path, i) => {
    if (isExact[i]) return path;
    const folder = places[i] ?? root;
    if (take(folder, path, keyOf)) return path;
    const { numbers } = opened(folder);
    // Names that become equal with a number share one counter. Otherwise each would try all numbers of the others.
    const family = keyOf(numberedWithin(nameOf(path), MAX_NUMBER, system));
    for (let number = (numbers.get(family) ?? 1) + 1; ; number++) {
      const numbered = path.slice(0, -nameOf(path).length) + numberedWithin(nameOf(path), number, system);
      if (!take(folder, numbered, keyOf)) continue;
      numbers.set(family, number);
      return numbered;
    }
  });
}

/** @returns false if another file or a folder has the name */
function take(folder: Folder, path: string, keyOf: (part: string) => string): boolean {
  const { folders, files } = opened(folder);
  const key = keyOf(nameOf(path));
  return !folders.has(key) && files.size < files.add(key).size;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The names in one folder, by key. A tree, because whole paths as keys would cost quadratic time in their depth. */
interface Folder {
  readonly folders: Map<string, Folder>;
  files?: Set<string>;
  numbers?: Map<string, number>;
}

function folderOf(root: Folder, parts: readonly string[]): Folder {
  let at = root;
  for (const part of parts) {
    const below = at.folders.get(part) ?? { folders: new Map<string, Folder>() };
    at.folders.set(part, below);
    at = below;
  }
  return at;
}

function opened(folder: Folder): Required<Folder> {
  folder.files ??= new Set();
  folder.numbers ??= new Map();
  const { folders, files, numbers } = folder;
  return { folders, files, numbers };
}

/**
 * Puts the number before the extension, and shortens the name if the result is too long.
 * @param name without folders
 */
export function numberedWithin(name: string, number: number, system: System): string {
  const numbered = numberedPath(name, number);
  return isTooLong(numbered, system) ? shortened(name, system, { mark: ` (${number})` }) : numbered;
}

interface Shortening {
  readonly mark?: string;
  readonly maxLength?: number;
}

/** The beginning of a name, the mark, and the extension. Never splits a character. */
export function shortened(name: string, system: System, how: Shortening = {}): string {
  const { mark = '', maxLength = MAX_NAME_LENGTH } = how;
  const { stem, extension } = nameParts(name);
  const room = maxLength - nameLength(mark, system) - nameLength(extension, system);
  return `${trimmedEnd(beginning(stem, room, system))}${mark}${extension}`;
}

/** The length that counts for the system's limit: UTF-8 bytes, or UTF-16 units on Windows. */
export function nameLength(text: string, system: System): number {
  return system === 'windows' ? text.length : encoder.encode(text).length;
}

/** Most names are short enough to skip the exact count. */
function isTooLong(name: string, system: System): boolean {
  return name.length * BYTES_PER_UNIT > MAX_NAME_LENGTH && nameLength(name, system) > MAX_NAME_LENGTH;
}

/** Makes one segment of a path safe. Empty if nothing safe is left. */
export function safePart(part: string, system: System): string {
  if (ORDINARY.test(part) && !isWindows(system)) return part;
  const plain = toWellFormed(part).replace(UNSAFE, '');
  const named = isWindows(system) ? fitForWindows(plain) : plain;
  // Checked after the removals, so that nothing hides a `..`.
  if (named === '.' || named === '..' || INVISIBLE.test(named)) return '';
  // A command such as `rm *` would treat the name as an option.
  const marked = named.startsWith('-') ? `_${named}` : named;
  return isTooLong(marked, system) ? shortened(marked, system) : marked;
}

const isWindows = (system: System): boolean => system === 'windows' || system === 'any';

function fitForWindows(part: string): string {
  const plain = trimmedEnd(part.replace(REFUSED_BY_WINDOWS, '_'));
  return DEVICE.test(plain) ? `_${plain}` : plain;
}

function safePath(name: string, system: System, maxPathLength: number): string {
  const parts = name.split('/').map((part) => safePart(part, system));
  const last = parts.pop() ?? '';
  const file = last === '' ? NAMELESS : last;
  const path = [...parts.filter((part) => part !== ''), file].join('/');
  return nameLength(path, system) <= maxPathLength ? path : file;
}

/**
 * Removes dots and spaces at the end. A regular expression would take quadratic time for many of them in the middle.
 */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The longest beginning of whole characters within `maxLength`. */
function beginning(text: string, maxLength: number, system: System): string {
  let length = 0;
  let end = 0;
  for (const character of text) {
    length += nameLength(character, system);
    if (length > maxLength) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Equal for names that a Windows or macOS disk treats as the same. */
function foldedKey(part: string): string {
  return part.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
