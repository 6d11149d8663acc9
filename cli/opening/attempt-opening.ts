import type { Api } from '#client/api.ts';
import { ApiError, NetworkError } from '#client/errors.ts';
import { describe, openShare } from '#client/open.ts';
import type { OpenedShare } from '#client/open.ts';
import { openWithRetries } from '#client/open-with-retries.ts';
import type { Passes } from '#client/member-terms.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { nativeKdf } from './kdf.ts';
import { unlessInvented } from './expect-gates.ts';
import type { CodeSource } from './get-code.ts';
import { askPassword } from './password.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { inWords } from '#cli/language/words.ts';
import { opening as words } from '#cli/words/opening.ts';

export type ShareLink = WholeLink & { readonly type: 1 | 2 };

export interface Attempt {
  readonly api: Api;
  readonly link: ShareLink;
  readonly description: DescribeReply;
  readonly claim: string;
  /** Present if only named people can open it. */
  readonly codes?: CodeSource | undefined;
  /** For a share that only members open. */
  readonly passes: Passes;
  /** Awaited before the claim is sent. @throws Failure if the claim cannot be saved */
  readonly onSend: () => Promise<void>;
  /** After a wrong password or code: this try used nothing up. */
  readonly onWrong: () => Promise<void>;
  /** It is unknown whether the server received the claim. */
  readonly onLost: () => void;
  /** @throws Failure if the share can no longer be opened */
  readonly expectOpenable: (description: DescribeReply) => Promise<void>;
}

export interface Unlocking extends Asking {
  readonly say: (line: string) => void;
  readonly values: { readonly 'password-file'?: string | undefined };
}

/** Uses up a view and opens. If a person typed a wrong password or code, asks again. */
export async function unlocked(call: Unlocking, attempt: Attempt): Promise<OpenedShare> {
  const { link, description, codes } = attempt;
  const { origin } = new URL(link.publicUrl);
  const hasPassword = link.type === LinkType.sharePassword;
  let code = await codes?.next();
  let password: string | undefined;
  for (let left = description.attemptsLeft; ;) {
    if (hasPassword && password === undefined) {
      if (left !== undefined && left <= 2) call.say(inWords(words.triesLeft, { tries: left }));
      password = await askPassword(call, call.values, origin);
    }
    try {
      return await opened(call, { ...attempt, password, code });
    } catch (error) {
      if (codes !== undefined && isWrongCode(error)) {
        await attempt.onWrong();
        // The server checks the code first, so the password may be right.
        code = await codes.next(leftOf(error, 'triesLeft') ?? 0);
        continue;
      }
      if (!hasPassword || !isWrongPassword(error)) throw error;
      await attempt.onWrong();
      left = leftOf(error, 'attemptsLeft');
      if (call.values['password-file'] !== undefined || left === 0) throw error;
      call.say(words.wrongPassword);
      password = undefined;
    }
  }
}

export const isWrongPassword = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'wrong-password';

const isWrongCode = (error: unknown): error is ApiError => error instanceof ApiError && error.code === 'wrong-code';

/** The members of a refusal are not validated. */
function leftOf({ members }: ApiError, name: 'attemptsLeft' | 'triesLeft'): number | undefined {
  const left = members[name];
  return Number.isSafeInteger(left) && Number(left) >= 0 ? Number(left) : undefined;
}

/** Tries with a password or a code. Without them, the API retries each call itself. */
const TRIES = 4;

interface Secrets {
  readonly password: string | undefined;
  readonly code: string | undefined;
}

async function opened({ signal }: Asking, attempt: Attempt & Secrets): Promise<OpenedShare> {
  const { api, link, description, claim, passes, password, code } = attempt;
  const looking = { id: link.id, linkKey: link.key, type: link.type, claim, signal };
  await attempt.onSend();
  const result = await openWithRetries({
    request: { ...looking, description, password, code, passes, kdf: nativeKdf },
    openShare: (request) =>
      openShare(api, request).catch((error: unknown) => {
        throw unlessInvented(error, looking, request.description);
      }),
    describe: () => describe(api, looking),
    async retry(error, failedTries) {
      if (!(error instanceof NetworkError)) return false;
      attempt.onLost();
      return (password !== undefined || code !== undefined) && failedTries + 1 < TRIES;
    },
  });
  if ('opened' in result) return result.opened;
  await attempt.expectOpenable(result.over);
  throw new ApiError({ code: 'ended', status: 410 });
}
