/**
 * File names come from the sender, who may be hostile. A name stays exactly as it was sealed where this system can hold it
 * safely. Only what is unsafe here is changed, and page and terminal say so.
 */
import { nameParts, numberedPath } from './numbered-names.ts';

/** The system on which names are saved. `other` is Linux and its kin; `any` is safe on all of them. */
export type System = 'windows' | 'mac' | 'other' | 'any';

export interface SaveRules {
  /** `any` by default. */
  readonly system?: System;
  /** The longest whole path, folders and all; a name with more loses its folders. In `nameLength`. */
  readonly maxPathLength?: number;
}

/** NAME_MAX: bytes, on Windows UTF-16 units. */
export const MAX_NAME_LENGTH = 255;
/** PATH_MAX of each system, less the folder that the files go to. */
const MAX_PATH_LENGTH: Readonly<Record<System, number>> = { windows: 32_000, mac: 800, other: 3800, any: 800 };
/** At most, in UTF-8. */
const BYTES_PER_UNIT = 3;
const NAMELESS = 'file';
/** As long as any number that is used. */
const MAX_NUMBER = 99_999;

const encoder = new TextEncoder();

/** Control characters, line separators and bidi controls. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u206A-\u206F]/gu;
/** Safe on Linux and macOS as it stands. A hostile list has half a million parts, and most need no more than this. */
const ORDINARY = /^\w[\w .]{0,100}$/;
/** A name made only of these is invisible. Braille's blank is one of them. */
const INVISIBLE = /^[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
const REFUSED_BY_WINDOWS = /[<>:"|?*\\]/g;
/** Windows takes these for devices with any extension, and superscript digits for digits. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/**
 * Names that are safe to save, one for each file, in order. No two are one file on this system, and none is the name of
 * another one's folder. Folders are kept as `/`. A changed name, or one with a number, never takes a name that is safe as it
 * was sealed.
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
    // Names that differ only where the number goes count together: else each would try all numbers of the others.
    const family = keyOf(numberedWithin(nameOf(path), MAX_NUMBER, system));
    for (let number = (numbers.get(family) ?? 1) + 1; ; number++) {
      const numbered = path.slice(0, -nameOf(path).length) + numberedWithin(nameOf(path), number, system);
      if (!take(folder, numbered, keyOf)) continue;
      numbers.set(family, number);
      return numbered;
    }
  });
}

/** @returns false where another file or a folder has the name */
function take(folder: Folder, path: string, keyOf: (part: string) => string): boolean {
  const { folders, files } = opened(folder);
  const key = keyOf(nameOf(path));
  return !folders.has(key) && files.size < files.add(key).size;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The names in one folder, by key. A tree, because whole paths as keys cost their length at each depth. */
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

/** The number before the extension, and the name cut where both together would be too long. @param name without folders */
export function numberedWithin(name: string, number: number, system: System): string {
  const numbered = numberedPath(name, number);
  return isTooLong(numbered, system) ? shortened(name, system, { mark: ` (${number})` }) : numbered;
}

interface Shortening {
  readonly mark?: string;
  readonly maxLength?: number;
}

/** The beginning of a name, the mark, and the extension. Whole characters only. */
export function shortened(name: string, system: System, how: Shortening = {}): string {
  const { mark = '', maxLength = MAX_NAME_LENGTH } = how;
  const { stem, extension } = nameParts(name);
  const room = maxLength - nameLength(mark, system) - nameLength(extension, system);
  return `${trimmedEnd(beginning(stem, room, system))}${mark}${extension}`;
}

/** The length that a system compares with its limit: bytes of UTF-8, on Windows UTF-16 units. */
export function nameLength(text: string, system: System): number {
  return system === 'windows' ? text.length : encoder.encode(text).length;
}

/** Most names are short, and need no counting. */
function isTooLong(name: string, system: System): boolean {
  return name.length * BYTES_PER_UNIT > MAX_NAME_LENGTH && nameLength(name, system) > MAX_NAME_LENGTH;
}

/** One part of a path, made safe. Empty where nothing safe is left. */
export function safePart(part: string, system: System): string {
  if (ORDINARY.test(part) && !isWindows(system)) return part;
  const plain = part.toWellFormed().replace(UNSAFE, '');
  const named = isWindows(system) ? fitForWindows(plain) : plain;
  // Checked after the removals, so that nothing hides a `..`.
  if (named === '.' || named === '..' || INVISIBLE.test(named)) return '';
  // In `rm *`, the command would take such a name for an option.
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

/** Without dots and spaces at the end. A regular expression would try again from each of those in the middle. */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The longest beginning of whole characters that is no longer than `maxLength`. */
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

/** Equal for names that a Windows or macOS disk takes for the same. */
function foldedKey(part: string): string {
  return part.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
