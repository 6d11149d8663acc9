import { createSignal, onCleanup, onMount } from 'solid-js';
import type { Accessor } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import type { Composer } from '#web/compose/create-compose.ts';
import type { Draft } from '#web/compose/draft.ts';
import { createIntake } from './create-intake.ts';
import type { FileIntake } from './create-intake.ts';
import { listenForFiles } from './listen-for-files.ts';
import { loadParts } from './load-parts.ts';
import { namePasted } from './name-pasted.ts';
import type { Brought } from './read-entries.ts';

export interface Attached {
  readonly intake: FileIntake;
  /** Files hang over the page. */
  readonly dragging: Accessor<boolean>;
  readonly bring: (brought: readonly Brought[]) => void;
  /** The whole text becomes a file, where a text would be too long. */
  readonly textToFile: () => void;
  /** As the composer's; what was said of files before is not said any longer. */
  readonly edit: (change: Partial<Draft>) => void;
}

interface Surroundings {
  readonly maxFilesBytes: () => number | undefined;
  readonly announce: (words: string) => void;
}

/** All ways by which files come to the page; to be called by a component. */
export function attachFiles(composer: Composer, { maxFilesBytes, announce }: Surroundings): Attached {
  const [dragging, setDragging] = createSignal(false);
  const draft = () => {
    const state = composer.state();
    return state.at === 'writing' ? state.draft : undefined;
  };
  const chosen = () => draft()?.files ?? [];
  const intake = createIntake({
    take: async (brought) => (await loadParts()).bringFiles(brought, { chosen, maxFilesBytes }),
    choose: (files) => {
      const added = files.length - chosen().length;
      if (added <= 0) return;
      composer.edit({ files });
      announce(words.files.added(added));
    },
  });
  const bring = (brought: readonly Brought[]) => void intake.bring(brought);
  const textToFile = async () => {
    const { text = '' } = draft() ?? {};
    const file = new File([text], words.files.textFileName, { type: 'text/plain' });
    await intake.bring([file]);
    if (draft()?.text === text && chosen().some((one) => one.file === file)) composer.edit({ text: '' });
  };
  onMount(() => {
    const stop = listenForFiles({
      ready: () => draft() !== undefined && maxFilesBytes() !== 0,
      onDragging: setDragging,
      onBring: (brought, way) =>
        bring(way === 'pasted' ? brought.map((one) => namePasted(one, words.files.pasted)) : brought),
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
      composer.edit(change);
    },
  };
}
