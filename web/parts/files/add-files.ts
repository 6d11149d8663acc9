import { MAX_FILES } from '#crypto/limits.ts';
import type { ChosenFile, IncomingFile } from './chosen-file.ts';
import { distinctFitNames, fitName } from './fit-names.ts';

/** The files found in what was chosen, dropped or pasted. */
export interface IncomingFiles {
  readonly files: readonly IncomingFile[];
  /** Files and folders that the browser could not read. */
  readonly unreadable: number;
  /** There were more than fit in a share, so the search stopped early. */
  readonly endless: boolean;
}

/** Why something was not added as it was. The person sees it immediately. */
export type Remark =
  | { readonly kind: 'nothing' | 'too-many' }
  | { readonly kind: 'unreadable'; readonly count: number }
  /** Names with characters that readers refuse. `name` is one of them, as it will be sealed. */
  | { readonly kind: 'renamed'; readonly name: string; readonly others: number }
  /** Larger than the limit of a whole share. */
  | {
      readonly kind: 'too-large';
      readonly name: string;
      readonly size: number;
      /** How many more are too large. */
      readonly others: number;
      readonly maxBytes: number;
    };

export interface AddedFiles {
  readonly files: readonly ChosenFile[];
  readonly remarks: readonly Remark[];
}

/**
 * Adds the files that were found. If they are too many, it adds none, because part of a folder would pass for the
 * whole.
 * @param maxBytes the limit of a share; undefined until the policy is loaded
 */
export function addFiles(
  chosen: readonly ChosenFile[],
  found: IncomingFiles,
  maxBytes: number | undefined,
): AddedFiles {
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

/** A number that distinguishes two equal names is no such change: the list shows both. */
function renamed(fitting: readonly IncomingFile[], added: readonly ChosenFile[]): Remark[] {
  const changed = added.filter((_, i) => {
    const path = fitting[i]?.path.replace(/^\/+/, '') ?? '';
    return fitName(path) !== path;
  });
  const [first] = changed;
  return first === undefined ? [] : [{ kind: 'renamed', name: first.name, others: changed.length - 1 }];
}

function remarksOn({ files, unreadable }: IncomingFiles, maxBytes: number): Remark[] {
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
