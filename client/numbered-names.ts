/** Numbers for names that are taken. Page and terminal use these rules both for sending and for saving. */

/** In UTF-16 units. A longer ending counts as part of the stem. */
const MAX_EXTENSION_LENGTH = 40;

export interface NameParts {
  readonly stem: string;
  /** With its dot; empty if the name has no extension. */
  readonly extension: string;
}

/** `a.tar.gz` has the extension `.tar.gz`; `.env` has no extension. @param name without folders */
export function nameParts(name: string): NameParts {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name.length - dot > MAX_EXTENSION_LENGTH) return { stem: name, extension: '' };
  const start = dot > 4 && name.slice(dot - 4, dot).toLowerCase() === '.tar' ? dot - 4 : dot;
  return { stem: name.slice(0, start), extension: name.slice(start) };
}

/** Turns `folder/a.txt` into `folder/a (2).txt`. */
export function numberedPath(path: string, number: number): string {
  const slash = path.lastIndexOf('/') + 1;
  const { stem, extension } = nameParts(path.slice(slash));
  return `${path.slice(0, slash)}${stem} (${number})${extension}`;
}

/** The names in order, each different from the others and from those in `taken`: `a.txt`, `a (2).txt`. */
export function distinctNames(wanted: readonly string[], taken: Iterable<string> = []): string[] {
  const names = new Set(taken);
  /** The next number of each name, so that a thousand equal names take linear time. */
  const numbers = new Map<string, number>();
  return wanted.map((path) => {
    let name = path;
    for (let number = numbers.get(path) ?? 2; names.has(name); number++) {
      name = numberedPath(path, number);
      numbers.set(path, number + 1);
    }
    names.add(name);
    return name;
  });
}
