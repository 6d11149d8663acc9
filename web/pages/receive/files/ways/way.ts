export interface Wanted {
  /** A safe name without folders. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** A place outside the page that takes one file. Nothing is there under its name before `close`. */
export interface Sink {
  /** Resolves when more may come; takes the bytes over. @throws SaveError, or what the browser throws */
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** The file is whole. */
  readonly close: () => Promise<void>;
  /** What was written goes. Never fails. */
  readonly discard: () => Promise<void>;
}

/**
 * One way for a file to leave the page.
 * @returns undefined when the person turned it down
 * @throws SaveError `stopped` or `too-large`; anything else means that this browser does not have this way
 */
export type SaveWay = (wanted: Wanted) => Promise<Sink | undefined>;

export class SaveError extends Error {
  override readonly name = 'SaveError';
  /** `stopped`: the browser, or the person in its own list of downloads, ended it. `unloaded`: a part of this page is missing. */
  readonly reason: 'stopped' | 'too-large' | 'unloaded';

  constructor(reason: SaveError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** Each way in its turn until the browser has one. The last one says why, where none is. */
export function firstFit(ways: readonly SaveWay[]): SaveWay {
  return async (wanted) => {
    let fault: unknown;
    for (const way of ways) {
      try {
        return await way(wanted);
      } catch (error) {
        if (error instanceof SaveError) throw error;
        fault = error;
      }
    }
    throw fault;
  };
}
