import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { ChosenFile } from './chosen-file.ts';
import type { Brought } from './read-entries.ts';
import type { Remark, Taken } from './take-files.ts';

export type Intake =
  | { readonly at: 'resting' }
  /** Folders are looked through. */
  | { readonly at: 'looking' }
  | { readonly at: 'told'; readonly remarks: readonly Remark[] }
  /** The script that does it has not arrived. */
  | { readonly at: 'failed' };

export interface IntakeEffects {
  /** Looks through what was brought, and adds it to what is there by then. */
  readonly take: (brought: readonly Brought[]) => Promise<Taken>;
  readonly choose: (files: readonly ChosenFile[]) => void;
}

export interface FileIntake {
  readonly state: Accessor<Intake>;
  readonly bring: (brought: readonly Brought[]) => Promise<void>;
  /** What was said is not so any more. */
  readonly rest: () => void;
}

/** How files come to the sheet: one lot after another, and what did not come along is said. */
export function createIntake({ take, choose }: IntakeEffects): FileIntake {
  const [state, setState] = createSignal<Intake>({ at: 'resting' });
  let lots = 0;
  let last = Promise.resolve();

  const bringIn = async (brought: readonly Brought[]): Promise<Intake> => {
    try {
      const { files, remarks } = await take(brought);
      choose(files);
      return remarks.length === 0 ? { at: 'resting' } : { at: 'told', remarks };
    } catch {
      return { at: 'failed' };
    }
  };
  return {
    state,
    bring: (brought) => {
      const lot = ++lots;
      setState({ at: 'looking' });
      last = last.then(async () => {
        const next = await bringIn(brought);
        if (lot === lots) setState(next);
      });
      return last;
    },
    rest: () => {
      if (state().at !== 'looking') setState({ at: 'resting' });
    },
  };
}
