/** Names that a hostile sender chose, made harmless. What is shown and saved is changed; what was sealed is not. */

const MAX_PART_BYTES = 200;
const MAX_DEPTH = 20;
const NAMELESS = 'file';

/** Cc, Cf (bidi controls, zero-width, tags), and what separates lines; U+FFFD for half a surrogate pair. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const REFUSED_BY_WINDOWS = /[<>:"|?*\\]/g;
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00B9\u00B2\u00B3])(?=\.|\s|$)/i;

/**
 * Harmless names for a disk and an archive, one for each file, in order; unique also without regard to case; folders
 * kept as `/`.
 */
export function safeNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => unique(safePath(name), taken));
}

function safePath(name: string): string {
  const parts = name
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(safePart);
  if (parts.length === 0) return NAMELESS;
  return parts.length > MAX_DEPTH ? cutTo(parts.join('_'), MAX_PART_BYTES) : parts.join('/');
}

function safePart(part: string): string {
  return part;
}

function unique(path: string, taken: Set<string>): string {
  taken.add(path);
  return path;
}

function cutTo(name: string, maxBytes: number): string {
  return name.slice(0, maxBytes);
}

export function displayName(name: string): string {
  return name.replace(INVISIBLE, '\uFFFD').replace(REFUSED_BY_WINDOWS, '_').replace(DEVICE, '_$1');
}
