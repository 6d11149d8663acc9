import type { Api } from '#client/api.ts';
import { ApiError, NetworkError } from '#client/errors.ts';
import { describe, openShare } from '#client/open.ts';
import type { OpenedShare } from '#client/open.ts';
import { openWithRetries } from '#client/open-with-retries.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { nativeKdf } from './kdf.ts';
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
  /** Awaited before the claim is sent. @throws Failure if the claim cannot be saved */
  readonly onSend: () => Promise<void>;
  /** This try used nothing up. */
  readonly onWrongPassword: () => Promise<void>;
  /** It is unknown whether the server received the claim. */
  readonly onLost: () => void;
  /** @throws Failure if the share can no longer be opened */
  readonly expectOpenable: (description: DescribeReply) => Promise<void>;
}

export interface Unlocking extends Asking {
  readonly say: (line: string) => void;
  readonly values: { readonly 'password-file'?: string | undefined };
}

/** Uses up a view and opens. If a person typed a wrong password, asks again. */
export async function unlocked(call: Unlocking, attempt: Attempt): Promise<OpenedShare> {
  const { link, description } = attempt;
  if (link.type === LinkType.share) return opened(call, attempt);
  const { origin } = new URL(link.publicUrl);
  for (let left = description.attemptsLeft; ;) {
    if (left !== undefined && left <= 2) call.say(inWords(words.triesLeft, { tries: left }));
    try {
      return await opened(call, { ...attempt, password: await askPassword(call, call.values, origin) });
    } catch (error) {
      if (!isWrongPassword(error)) throw error;
      await attempt.onWrongPassword();
      left = attemptsLeftOf(error);
      if (call.values['password-file'] !== undefined || left === 0) throw error;
      call.say(words.wrongPassword);
    }
  }
}

export const isWrongPassword = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'wrong-password';

/** The members of a refusal are not validated. */
function attemptsLeftOf({ members }: ApiError): number | undefined {
  const left = members['attemptsLeft'];
  return Number.isSafeInteger(left) && Number(left) >= 0 ? Number(left) : undefined;
}

/** Tries with a password. Without one, the API retries each call itself. */
const TRIES = 4;

async function opened({ signal }: Asking, attempt: Attempt & { readonly password?: string }): Promise<OpenedShare> {
  const { api, link, description, claim, password } = attempt;
  const looking = { id: link.id, linkKey: link.key, type: link.type, claim, signal };
  await attempt.onSend();
  const result = await openWithRetries({
    request: { ...looking, description, password, kdf: nativeKdf },
    openShare: (request) => openShare(api, request),
    describe: () => describe(api, looking),
    async retry(error, failedTries) {
      if (!(error instanceof NetworkError)) return false;
      attempt.onLost();
      return password !== undefined && failedTries + 1 < TRIES;
    },
  });
  if ('opened' in result) return result.opened;
  await attempt.expectOpenable(result.over);
  throw new ApiError({ code: 'ended', status: 410 });
}
