import type { BodyTask } from '#client/upload.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ChosenFile } from './chosen-file.ts';

export interface UploadJob {
  readonly task: BodyTask;
  /** In the order in which they are sealed. */
  readonly files: readonly ChosenFile[];
  /** Encrypted bytes that the server has. */
  readonly onProgress: (acknowledgedBytes: number) => void;
  /** A try failed and is repeated by itself; undefined: it goes on. */
  readonly onRetry: (failure: ServiceFailure | undefined) => void;
}

export interface RunningUpload {
  /** Resolves when the server has all of it. @throws FileChangedError, UploadStoppedError, ApiError, NetworkError, ProtocolError, CryptoError */
  readonly ended: Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Whoever waits before another try waits no longer. */
  readonly retryNow: () => void;
  readonly stop: () => void;
}

/** What is shown of it, in bytes of the files as they are on the sender's disk. */
export interface UploadProgress {
  readonly acknowledgedBytes: number;
  readonly totalBytes: number;
  /** Undefined until it can be told, and while nothing moves. */
  readonly bytesPerSecond: number | undefined;
  readonly paused: boolean;
  readonly failure: ServiceFailure | undefined;
}

/** Rounded down: a hundred is said when it is there. @param upload undefined: all has arrived */
export function percentOf(upload: UploadProgress | undefined): number {
  return upload === undefined ? 100 : Math.floor((upload.acknowledgedBytes / upload.totalBytes) * 100);
}

/** A file is not any more as it was when it was chosen. Nothing sealed so far may be used. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
  /** As it may be shown; undefined where it is not known which one. */
  readonly fileName: string | undefined;

  constructor(fileName: string | undefined) {
    super('A file has changed or cannot be read.');
    this.fileName = fileName;
  }
}

/** The browser ended it, or could not begin. */
export class UploadStoppedError extends Error {
  override readonly name = 'UploadStoppedError';
}
