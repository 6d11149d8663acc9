import type { SingleBar } from 'cli-progress';
import type { World } from '#cli/world.ts';
import { sizeInWords } from './wording.ts';

const SHOWN_AFTER_MS = 1000;

export interface Progress {
  /** Bytes of those that were announced. */
  readonly update: (doneBytes: number) => void;
  readonly failure: (error: Error | undefined) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

interface Work {
  readonly label: string;
  readonly totalBytes: number;
}

const unseen: Progress = { update: () => undefined, failure: () => undefined, end: () => undefined };

/** A bar for people, once it has taken a second: none where stderr is no terminal. */
export async function showProgress({ stderr }: World, work: Work): Promise<Progress> {
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

function drawn(bar: SingleBar, { totalBytes }: Work): Progress {
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
      note = error === undefined ? '' : ' · the server does not answer; trying again…';
      redraw();
    },
    end() {
      clearTimeout(timer);
      if (shown) bar.stop();
    },
  };
}
