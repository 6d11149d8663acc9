import type { SingleBar } from 'cli-progress';
import type { World } from '#cli/world.ts';
import { percentInWords, sizeInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { output } from '#cli/words/output.ts';

const words = output.progress;

const SHOWN_AFTER_MS = 1000;

export interface ProgressBar {
  /** Bytes done so far, of `totalBytes`. */
  readonly update: (doneBytes: number) => void;
  readonly failure: (error: Error | undefined) => void;
  /** Removes the bar. */
  readonly end: () => void;
}

interface Work {
  readonly label: string;
  readonly totalBytes: number;
}

/** The bar's own places. */
const places = (label: string) => ({ label, bar: '{bar}', percent: '{percent}', size: '{size}' });

const unseen: ProgressBar = { update: () => undefined, failure: () => undefined, end: () => undefined };

/** Shows a progress bar after one second, if stderr is a terminal. */
export async function showProgress({ stderr }: World, work: Work): Promise<ProgressBar> {
  if (!stderr.isTTY || work.totalBytes === 0) return unseen;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    stream: stderr,
    format: `${inWords(words.of, places(work.label))}{note}`,
    barsize: 24,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    barCompleteChar: '━',
    barIncompleteChar: '─',
  });
  return drawn(bar, work);
}

function drawn(bar: SingleBar, { totalBytes }: Work): ProgressBar {
  let done = 0;
  let note = '';
  let shown = false;
  const redraw = () => {
    if (shown) bar.update(done, { note, percent: percentInWords(done / totalBytes) });
  };
  const timer = setTimeout(() => {
    shown = true;
    bar.start(totalBytes, done, { size: sizeInWords(totalBytes), note, percent: percentInWords(done / totalBytes) });
  }, SHOWN_AFTER_MS);
  return {
    update(doneBytes) {
      done = doneBytes;
      redraw();
    },
    failure(error) {
      note = error === undefined ? '' : ` · ${words.retrying}`;
      redraw();
    },
    end() {
      clearTimeout(timer);
      if (shown) bar.stop();
    },
  };
}
