import { MAX_FILES } from '#crypto/limits.ts';
import type { ChosenFile, FoundFile } from './chosen-file.ts';
import { distinctFitNames, fitName } from './fit-names.ts';

/** What was found where somebody chose, dropped or pasted. */
export interface Found {
  readonly files: readonly FoundFile[];
  /** Files and folders that the browser could not read. */
  readonly unreadable: number;
  /** There was more than any share takes, so the search has ended early. */
  readonly endless: boolean;
}

/** What did not come along, for the person to know at once. */
export type Remark =
  | { readonly kind: 'nothing' | 'too-many' }
  | { readonly kind: 'unreadable'; readonly count: number }
  /** Names with characters that no reader takes. `name` is one of them, as it will be sealed. */
  | { readonly kind: 'renamed'; readonly name: string; readonly others: number }
  /** Larger than a whole share may be. */
  | {
      readonly kind: 'too-large';
      readonly name: string;
      readonly size: number;
      /** How many more are. */
      readonly others: number;
      readonly maxBytes: number;
    };

export interface Taken {
  readonly files: readonly ChosenFile[];
  readonly remarks: readonly Remark[];
}

/**
 * Adds what was found. Of too many none is taken: a part of a folder would pass for the whole.
 * @param maxBytes of a share; undefined while the server has not said
 */
export function takeFiles(chosen: readonly ChosenFile[], found: Found, maxBytes: number | undefined): Taken {
  const most = maxBytes ?? Infinity;
  const fitting = found.files.filter(({ file }) => file.size <= most);
  if (found.endless || chosen.length + fitting.length > MAX_FILES) {
    return { files: chosen, remarks: [{ kind: 'too-many' }] };
  }
  const taken = new Set(chosen.map(({ name }) => name));
  const names = distinctFitNames(
    fitting.map(({ path }) => path),
    taken,
  );
  const added = fitting.map(({ file }, i) => ({ name: names[i] ?? file.name, file }));
  return { files: [...chosen, ...added], remarks: [...remarksOn(found, most), ...renamed(fitting, added)] };
}

/** A number that tells two equal names apart is no such change: the list shows both. */
function renamed(fitting: readonly FoundFile[], added: readonly ChosenFile[]): Remark[] {
  const changed = added.filter((_, i) => {
    const path = fitting[i]?.path.replace(/^\/+/, '') ?? '';
    return fitName(path) !== path;
  });
  const [first] = changed;
  return first === undefined ? [] : [{ kind: 'renamed', name: first.name, others: changed.length - 1 }];
}

function remarksOn({ files, unreadable }: Found, maxBytes: number): Remark[] {
  const large = files.filter(({ file }) => file.size > maxBytes);
  const [first] = large;
  const remarks: Remark[] = [];
  if (files.length === 0 && unreadable === 0) remarks.push({ kind: 'nothing' });
  if (unreadable > 0) remarks.push({ kind: 'unreadable', count: unreadable });
  if (first !== undefined) {
    remarks.push({ kind: 'too-large', name: first.path, size: first.file.size, others: large.length - 1, maxBytes });
  }
  return remarks;
}
