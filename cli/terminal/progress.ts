import type { SingleBar } from 'cli-progress';
import type { World } from '#cli/world.ts';
import { sizeInWords } from './wording.ts';

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

const unseen: ProgressBar = { update: () => undefined, failure: () => undefined, end: () => undefined };

/** Shows a progress bar after one second, if stderr is a terminal. */
export async function showProgress({ stderr }: World, work: Work): Promise<ProgressBar> {
  if (!stderr.isTTY || work.totalBytes === 0) return unseen;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    stream: stderr,
    format: `${work.label} {bar} {percentage}% of {size}{note}`,
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
    if (shown) bar.update(done, { note });
  };
  const timer = setTimeout(() => {
    shown = true;
    bar.start(totalBytes, done, { size: sizeInWords(totalBytes), note });
  }, SHOWN_AFTER_MS);
  return {
    update(doneBytes) {
      done = doneBytes;
      redraw();
    },
    failure(error) {
      note = error === undefined ? '' : ' · no reply from the server, retrying…';
      redraw();
    },
    end() {
      clearTimeout(timer);
      if (shown) bar.stop();
    },
  };
}
