import type { PasswordKdf } from '#crypto/password.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { ApiError } from './errors.ts';
import type { OpenedShare, OpenRequest } from './open.ts';

export interface OpeningAttempt {
  readonly request: OpenRequest;
  readonly openShare: (request: OpenRequest) => Promise<OpenedShare>;
  /** Describes the share again, with the claim. @returns undefined when it is not known what became of the attempt */
  readonly describe: () => Promise<DescribeReply | undefined>;
  /**
   * Called with each error that is not a wrong password, and the number of tries that failed before it. Waits.
   * @returns whether to try again
   */
  readonly retry: (error: unknown, failedTries: number) => Promise<boolean>;
}

/** `over`: the share ended while its reply was lost. */
export type OpeningResult = { readonly opened: OpenedShare } | { readonly over: DescribeReply };

/**
 * Opens a share, and retries with the same claim after a lost reply, so that at most one view is spent. Before each
 * retry it finds out whether the lost request arrived: the server counts a wrong password each time it is sent.
 * @throws ApiError `wrong-password`; the error for which `retry` returned false; what `describe` throws
 */
export async function openWithRetries({ request, ...calls }: OpeningAttempt): Promise<OpeningResult> {
  const kdf = hashingOnce(request.kdf);
  let { description } = request;
  for (let failedTries = 0; ; failedTries++) {
    const attempt = { ...request, description, kdf };
    try {
      return { opened: await calls.openShare(attempt) };
    } catch (error) {
      if (mayBeWrongPassword(error, attempt) && (await calls.describe())?.resumable) {
        throw wrongPassword();
      }
      if (!(await calls.retry(error, failedTries))) throw error;
    }
    const now = await calls.describe();
    if (now === undefined) continue;
    if (!now.resumable) {
      if (now.attemptsLeft !== description.attemptsLeft) throw wrongPassword(now.attemptsLeft);
      if (now.state !== 'live') return { over: now };
    }
    description = now;
  }
}

/**
 * A repeated opening with a wrong password gets the reply of an ended share if no other view is left. The
 * opening can still be resumed if the password was the reason.
 */
function mayBeWrongPassword(error: unknown, { password, description }: OpenRequest): boolean {
  const isEnd = error instanceof ApiError && (error.code === 'ended' || error.code === 'locked');
  return isEnd && password !== undefined && description.resumable;
}

const wrongPassword = (attemptsLeft?: number) =>
  new ApiError({ code: 'wrong-password', status: 403, members: attemptsLeft === undefined ? {} : { attemptsLeft } });

/** Each retry has the same password and salt. A failed hash is repeated: in a browser, its worker may not have loaded. */
function hashingOnce(kdf: PasswordKdf): PasswordKdf {
  let hashed: ReturnType<PasswordKdf> | undefined;
  return (...input) => {
    hashed ??= kdf(...input).catch((error: unknown) => {
      hashed = undefined;
      throw error;
    });
    return hashed;
  };
}
