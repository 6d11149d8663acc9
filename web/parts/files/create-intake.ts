import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { AddedFiles, Remark } from './add-files.ts';
import type { ChosenFile } from './chosen-file.ts';
import type { IncomingItem } from './collect-files.ts';

export type Intake =
  | { readonly at: 'idle' }
  /** Folders are being searched. */
  | { readonly at: 'reading' }
  | { readonly at: 'remarks'; readonly remarks: readonly Remark[] }
  /** The lazy module that adds files did not load. */
  | { readonly at: 'failed' };

export interface IntakeEffects {
  /** Searches the items and adds their files to those that are attached when the search ends. */
  readonly addItems: (items: readonly IncomingItem[]) => Promise<AddedFiles>;
  readonly choose: (files: readonly ChosenFile[]) => void;
}

export interface FileIntake {
  readonly state: Accessor<Intake>;
  readonly add: (items: readonly IncomingItem[]) => Promise<void>;
  /** Drops remarks that no longer apply. */
  readonly clear: () => void;
}

/** Adds files, one batch after another, and reports those that were not added. */
export function createIntake({ addItems, choose }: IntakeEffects): FileIntake {
  const [state, setState] = createSignal<Intake>({ at: 'idle' });
  let batches = 0;
  let last = Promise.resolve();

  const addBatch = async (items: readonly IncomingItem[]): Promise<Intake> => {
    try {
      const { files, remarks } = await addItems(items);
      choose(files);
      return remarks.length === 0 ? { at: 'idle' } : { at: 'remarks', remarks };
    } catch {
      return { at: 'failed' };
    }
  };
  return {
    state,
    add: (items) => {
      const batch = ++batches;
      setState({ at: 'reading' });
      last = last.then(async () => {
        const next = await addBatch(items);
        if (batch === batches) setState(next);
      });
      return last;
    },
    clear: () => {
      if (state().at !== 'reading') setState({ at: 'idle' });
    },
  };
}
