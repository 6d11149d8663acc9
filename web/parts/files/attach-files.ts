import { createSignal, onCleanup, onMount } from 'solid-js';
import type { Accessor } from 'solid-js';
import { attach as words } from '#messages/attach.ts';
import type { ChosenFile } from './chosen-file.ts';
import { createIntake } from './create-intake.ts';
import type { FileIntake } from './create-intake.ts';
import { listenForFiles } from './listen-for-files.ts';
import { loadParts } from './load-parts.ts';
import { namePasted } from './name-pasted.ts';
import type { Brought } from './read-entries.ts';

interface Contents {
  readonly text: string;
  readonly files: readonly ChosenFile[];
}

/** What the files come to. */
export interface Attachable<Change extends Partial<Contents>> {
  /** Undefined while nothing may be changed. */
  readonly draft: () => Contents | undefined;
  readonly edit: (change: Change | Partial<Contents>) => void;
}

export interface Attached<Change> {
  readonly intake: FileIntake;
  /** Files hang over the page. */
  readonly dragging: Accessor<boolean>;
  readonly bring: (brought: readonly Brought[]) => void;
  /** The whole text becomes a file, where a text would be too long. */
  readonly textToFile: () => void;
  /** As the sheet's; what was said of files before is not said any longer. */
  readonly edit: (change: Change) => void;
}

interface Surroundings {
  readonly maxFilesBytes: () => number | undefined;
  readonly announce: (words: string) => void;
}

/** All ways by which files come to the page; to be called by a component. */
export function attachFiles<Change extends Partial<Contents>>(
  { draft, edit }: Attachable<Change>,
  { maxFilesBytes, announce }: Surroundings,
): Attached<Change> {
  const [dragging, setDragging] = createSignal(false);
  const chosen = () => draft()?.files ?? [];
  const intake = createIntake({
    take: async (brought) => (await loadParts()).bringFiles(brought, { chosen, maxFilesBytes }),
    choose: (files) => {
      const added = files.length - chosen().length;
      if (added <= 0) return;
      edit({ files });
      announce(words.added(added));
    },
  });
  const bring = (brought: readonly Brought[]) => void intake.bring(brought);
  const textToFile = async () => {
    const { text = '' } = draft() ?? {};
    const file = new File([text], words.textFileName, { type: 'text/plain' });
    await intake.bring([file]);
    if (draft()?.text === text && chosen().some((one) => one.file === file)) edit({ text: '' });
  };
  onMount(() => {
    const stop = listenForFiles({
      ready: () => draft() !== undefined && maxFilesBytes() !== 0,
      onDragging: setDragging,
      onBring: (brought, way) =>
        bring(way === 'pasted' ? brought.map((one) => namePasted(one, words.pasted)) : brought),
    });
    onCleanup(stop);
  });
  return {
    intake,
    dragging,
    bring,
    textToFile: () => void textToFile(),
    edit: (change) => {
      if (change.files !== undefined) intake.rest();
      edit(change);
    },
  };
}
