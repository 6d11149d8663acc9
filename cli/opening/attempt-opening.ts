import type { Api } from '#client/api.ts';
import { ApiError, isOpeningRefusal, NetworkError } from '#client/errors.ts';
import { describe, openShare } from '#client/open.ts';
import type { OpenedShare } from '#client/open.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { LinkType } from '#crypto/link.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { nativeKdf } from './kdf.ts';
import { askPassword } from '#cli/terminal/password.ts';
import type { Asking } from '#cli/terminal/terminal.ts';

export type ShareLink = WholeLink & { readonly type: 1 | 2 };

export interface Attempt {
  readonly api: Api;
  readonly link: ShareLink;
  readonly description: DescribeReply;
  readonly claim: string;
  /** Awaited before the claim is sent. @throws Failure where it cannot be kept */
  readonly onSend: () => Promise<void>;
  /** This try spent nothing. */
  readonly onWrongPassword: () => Promise<void>;
  /** It is unknown whether the server received the claim. */
  readonly onLost: () => void;
  /** @throws Failure where the share can no longer be opened */
  readonly expectOpenable: (description: DescribeReply) => Promise<void>;
}

export interface Unlocking extends Asking {
  readonly say: (line: string) => void;
  readonly values: { readonly 'password-file'?: string | undefined };
}

/** Spends a view and opens. Asks again after a wrong password where a person types it. */
export async function unlocked(call: Unlocking, attempt: Attempt): Promise<OpenedShare> {
  const { link, description } = attempt;
  if (link.type === LinkType.share) return opened(call, attempt);
  const { origin } = new URL(link.publicUrl);
  for (let left = description.attemptsLeft; ;) {
    if (left !== undefined && left <= 2)
      call.say(`Only ${left} more wrong ${left === 1 ? 'password' : 'passwords'} and nobody can try again.`);
    try {
      return await opened(call, { ...attempt, password: await askPassword(call, call.values, origin) });
    } catch (error) {
      if (!isWrongPassword(error)) throw error;
      await attempt.onWrongPassword();
      left = attemptsLeftOf(error);
      if (call.values['password-file'] !== undefined || left === 0) throw error;
      call.say('The password is wrong.');
    }
  }
}

export const isWrongPassword = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'wrong-password';

/** The members of a refusal are unchecked. */
function attemptsLeftOf({ members }: ApiError): number | undefined {
  const left = members['attemptsLeft'];
  return Number.isSafeInteger(left) && Number(left) >= 0 ? Number(left) : undefined;
}

const TRIES = 4;

/** A lost answer is asked for again with the same claim; a wrong password would count each time, so that is looked at first. */
async function opened({ signal }: Asking, attempt: Attempt & { readonly password?: string }): Promise<OpenedShare> {
  const { api, link, claim, password } = attempt;
  const looking = { id: link.id, linkKey: link.key, type: link.type, claim, signal };
  let { description } = attempt;
  const hashed = once(nativeKdf);
  await attempt.onSend();
  for (let tries = 1; ; tries++) {
    try {
      return await openShare(api, { ...looking, description, password, kdf: hashed });
    } catch (error) {
      if (isOpeningRefusal(error) && !isWrongPassword(error) && password !== undefined && description.resumable) {
        // Where no other view is left, a wrong password on a claim that goes on is not told apart from the end.
        throw (await describe(api, looking)).resumable ? wrongPassword() : error;
      }
      if (!(error instanceof NetworkError)) throw error;
      attempt.onLost();
      if (password === undefined || tries === TRIES) throw error;
      const now = await describe(api, looking);
      if (!now.resumable && now.attemptsLeft !== description.attemptsLeft) throw wrongPassword(now.attemptsLeft);
      await attempt.expectOpenable(now);
      description = now;
    }
  }
}

const wrongPassword = (attemptsLeft?: number) =>
  new ApiError({ code: 'wrong-password', status: 403, members: attemptsLeft === undefined ? {} : { attemptsLeft } });

function once(derive: PasswordKdf): PasswordKdf {
  let derived: ReturnType<PasswordKdf> | undefined;
  return (...input) => (derived ??= derive(...input));
}
