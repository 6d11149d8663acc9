import type { BodyTask } from '#client/upload.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ChosenFile } from './chosen-file.ts';

export interface UploadJob {
  readonly task: BodyTask;
  /** In the order in which they are sealed. */
  readonly files: readonly ChosenFile[];
  /** @param acknowledgedBytes encrypted bytes that the server has */
  readonly onProgress: (acknowledgedBytes: number) => void;
  /** A try failed and is retried automatically. Undefined: the upload continues. */
  readonly onRetry: (failure: ServiceFailure | undefined) => void;
}

export interface RunningUpload {
  /**
   * Resolves when the server has everything.
   * @throws FileChangedError, UploadStoppedError, ApiError, NetworkError, ProtocolError, CryptoError
   */
  readonly ended: Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Ends the current pause before a retry. */
  readonly retryNow: () => void;
  readonly stop: () => void;
}

/** The visible progress, in bytes of the original files. */
export interface UploadProgress {
  readonly acknowledgedBytes: number;
  readonly totalBytes: number;
  /** Undefined until it can be estimated, and while nothing moves. */
  readonly bytesPerSecond: number | undefined;
  readonly paused: boolean;
  readonly failure: ServiceFailure | undefined;
}

/** Rounded down, so that 100 means complete. @param upload undefined once everything has arrived */
export function percentOf(upload: UploadProgress | undefined): number {
  return upload === undefined ? 100 : Math.floor((upload.acknowledgedBytes / upload.totalBytes) * 100);
}

/** A file has changed since it was chosen. Nothing sealed so far may be used. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
  /** The display name; undefined if it is unknown which file it was. */
  readonly fileName: string | undefined;

  constructor(fileName: string | undefined) {
    super('A file has changed or cannot be read.');
    this.fileName = fileName;
  }
}

/** The browser stopped the upload, or could not start it. */
export class UploadStoppedError extends Error {
  override readonly name = 'UploadStoppedError';
}
