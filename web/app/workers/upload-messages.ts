import type { ApiOptions } from '#client/call.ts';
import type { NetworkError, ServiceFailure } from '#client/errors.ts';
import type { BodyTask } from '#client/upload.ts';
import type { CryptoErrorCode } from '#crypto/errors.ts';
import type { ErrorCode } from '#server/errors.ts';

/** Page to worker. To stop the upload, the page terminates the worker. */
export type UploadOrder = { readonly begin: UploadTask } | { readonly now: 'pause' | 'resume' | 'retry-now' };

export interface UploadTask {
  readonly service: Pick<ApiOptions, 'baseUrl' | 'behindSignIn'>;
  readonly task: BodyTask;
  readonly files: readonly File[];
  /** The operator allows plain http, where there is no WebCrypto. */
  readonly softwareAes: boolean;
  /** If creating requires one. */
  readonly token: string | undefined;
}

/** Worker to page. */
export type UploadReply =
  | { readonly acknowledgedBytes: number }
  | { readonly failure: ServiceFailure | undefined }
  | { readonly done: true }
  | { readonly failed: UploadFailure };

/** The error that ended an upload, in a form that can be cloned between threads. */
export type UploadFailure =
  | {
      readonly kind: 'api';
      readonly code: ErrorCode;
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
      readonly members: { readonly limit?: string; readonly state?: string };
    }
  /** `file`: the index of the file, if known. */
  | { readonly kind: 'source'; readonly file: number | undefined }
  | { readonly kind: 'crypto'; readonly code: CryptoErrorCode }
  | { readonly kind: 'network'; readonly reason: NetworkError['reason'] }
  | { readonly kind: 'protocol' | 'unknown' };
