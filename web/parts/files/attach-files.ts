import { createSignal, onCleanup, onMount } from 'solid-js';
import type { Accessor } from 'solid-js';
import { fill } from '#client/words/message.ts';
import { currentLocale, say } from '#web/i18n/words.ts';
import { attach as words } from '#words/attach.ts';
import type { ChosenFile } from './chosen-file.ts';
import { createIntake } from './create-intake.ts';
import type { FileIntake } from './create-intake.ts';
import { listenForFiles, namePasted } from './listen-for-files.ts';
import { loadFilesModule } from './lazy-files.ts';
import type { IncomingItem } from './collect-files.ts';

interface Contents {
  readonly text: string;
  readonly files: readonly ChosenFile[];
}

/** The draft that files are attached to. */
export interface Attachable<Change extends Partial<Contents>> {
  /** Undefined while it can't be changed. */
  readonly draft: () => Contents | undefined;
  readonly edit: (change: Change | Partial<Contents>) => void;
}

export interface Attached<Change> {
  readonly intake: FileIntake;
  /** Files are being dragged over the page. */
  readonly dragging: Accessor<boolean>;
  readonly add: (items: readonly IncomingItem[]) => void;
  /** Turns a text that is too long into a file. */
  readonly textToFile: () => void;
  /** Edits the draft. A change of the files clears earlier remarks about them. */
  readonly edit: (change: Change) => void;
}

interface Surroundings {
  readonly maxFilesBytes: () => number | undefined;
  readonly announce: (words: string) => void;
}

/** Sets up every way of attaching files. Call it in a component. */
export function attachFiles<Change extends Partial<Contents>>(
  { draft, edit }: Attachable<Change>,
  { maxFilesBytes, announce }: Surroundings,
): Attached<Change> {
  const [dragging, setDragging] = createSignal(false);
  const chosen = () => draft()?.files ?? [];
  const intake = createIntake({
    addItems: async (items) => (await loadFilesModule()).addItems(items, { chosen, maxFilesBytes }),
    choose: (files) => {
      const added = files.length - chosen().length;
      if (added <= 0) return;
      edit({ files });
      announce(say(words.added, { count: added }));
    },
  });
  const add = (items: readonly IncomingItem[]) => void intake.add(items);
  const textToFile = async () => {
    const { text = '' } = draft() ?? {};
    const file = new File([text], words.textFileName, { type: 'text/plain' });
    await intake.add([file]);
    if (draft()?.text === text && chosen().some((one) => one.file === file)) edit({ text: '' });
  };
  onMount(() => {
    const stop = listenForFiles({
      ready: () => draft() !== undefined && maxFilesBytes() !== 0,
      onDragging: setDragging,
      onFiles: (items, how) => add(how === 'pasted' ? items.map((item) => namePasted(item, pastedName)) : items),
    });
    onCleanup(stop);
  });
  return {
    intake,
    dragging,
    add,
    textToFile: () => void textToFile(),
    edit: (change) => {
      if (change.files !== undefined) intake.clear();
      edit(change);
    },
  };
}

const twoDigits = (part: number) => String(part).padStart(2, '0');

/** @param ending of the file's name */
function pastedName(at: Date, ending: string): string {
  const day = [String(at.getFullYear()), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join('.');
  // A file's name must not contain the marks that `say` puts around values in languages from right to left.
  const language = { locale: currentLocale(), dir: 'ltr' } as const;
  return `${fill<never>(words.pasted, { day, time }, language).join('')}.${ending}`;
}
