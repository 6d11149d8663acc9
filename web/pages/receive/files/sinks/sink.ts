export interface Wanted {
  /** A safe file name without folders. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** A destination outside the page for one file. Nothing appears under its name before `close`. */
export interface Sink {
  /** Takes ownership of the bytes; resolves when it accepts more. @throws SaveError, or an error of the browser */
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Completes the file. */
  readonly close: () => Promise<void>;
  /** Removes the written bytes as far as the browser allows. Never fails. */
  readonly discard: () => Promise<Leftover>;
}

/**
 * The remains on the device after `discard`, if any. Firefox (`.part`) and WebKit (a cut file under its final name) keep
 * the decrypted bytes of a download that is broken off.
 */
export type Leftover = 'nothing' | 'empty-file' | 'unfinished-download';

/**
 * Opens a destination for a file.
 * @returns undefined if the person cancelled
 * @throws SaveError `stopped` or `too-large`; any other error means that this browser lacks this kind of sink
 */
export type OpenSink = (wanted: Wanted) => Promise<Sink | undefined>;

export class SaveError extends Error {
  override readonly name = 'SaveError';
  /**
   * `stopped`: the browser, or the person in its list of downloads, ended it. `unloaded`: a lazy module failed to load.
   */
  readonly reason: 'stopped' | 'too-large' | 'unloaded';

  constructor(reason: SaveError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** Tries each in order until one opens. If none does, throws the error of the last one. */
export function firstFit(openers: readonly OpenSink[]): OpenSink {
  return async (wanted) => {
    let fault: unknown;
    for (const open of openers) {
      try {
        return await open(wanted);
      } catch (error) {
        if (error instanceof SaveError) throw error;
        fault = error;
      }
    }
    throw fault;
  };
}
