import type { Api } from '#client/api.ts';
import { ApiError, isOpeningRefusal, NetworkError, ProtocolError } from '#client/errors.ts';
import { acknowledge, describe, newClaim, openShare } from '#client/open.ts';
import type { OpenedShare } from '#client/open.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { LinkType } from '#crypto/link.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { checkArgon2, checkPrimitives } from '#crypto/self-check.ts';
import type { Description, ShareState } from '#server/shares/wire.ts';
import { claimsOf, tagOf } from './claims.ts';
import { Failure } from './exit-codes.ts';
import { explain, explainVerified } from './explain.ts';
import { holdTerminal, releaseTerminal } from './held-terminal.ts';
import { kdf } from './kdf.ts';
import { expectKind } from './link-argument.ts';
import { askPassword } from './password.ts';
import { serviceAt } from './service.ts';
import { confirm, isInteractive } from './terminal.ts';
import type { Asking } from './terminal.ts';
import { timeInWords, viewsInWords } from './wording.ts';

export const openingOptions = {
  'password-file': { type: 'string' },
  insecure: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
} as const;

export interface OpeningCall extends Asking {
  readonly say: (line: string) => void;
  readonly values: {
    readonly 'password-file'?: string | undefined;
    readonly insecure?: boolean | undefined;
    readonly yes?: boolean | undefined;
  };
}

/** An opened share, until its content is where it belongs. */
export interface Opening {
  readonly api: Api;
  readonly opened: OpenedShare;
  readonly holder: { readonly id: string; readonly linkKey: Uint8Array; readonly claim: string };
  /** Tells this opening's unfinished files from others'. */
  readonly tag: string;
  /** Whether a run after this one goes on with it. */
  readonly isKept: boolean;
  /** The content has arrived: the server may erase it. That this cannot be said is no failure of the reader's. */
  readonly acknowledge: () => Promise<void>;
}

type ShareLink = WholeLink & { readonly type: 1 | 2 };

/**
 * Looks first, asks where somebody is there to be asked, then spends a view and opens. Nothing but the link proof has left before
 * the preamble is verified, and a machine that cannot decrypt spends nothing.
 * @throws Failure; else what `explain` has words for
 */
export async function openLink(call: OpeningCall, link: WholeLink): Promise<Opening> {
  expectKind(link, 'share');
  if (!isShareLink(link)) throw new Failure('misused', 'That is no link to a secret.');
  const { api } = serviceAt(link.publicUrl, call.values);
  const hasPassword = link.type === LinkType.sharePassword;
  if (hasPassword && call.values['password-file'] === undefined) holdTerminal(call.world);
  await checkPrimitives();
  if (hasPassword) await checkArgon2();
  const claims = claimsOf(call.world, link.id);
  const kept = await claims.find();
  const { id, key: linkKey, type } = link;
  const looking = { id, linkKey, type, signal: call.signal };
  const description = await describe(api, { ...looking, claim: kept });
  expectOpenable(description);
  if (!description.resumable) await expectConsent(call, link, description);
  const claim = (description.resumable ? kept : undefined) ?? newClaim();
  await claims.keep(claim);
  let isLost = false;
  const attempt = { api, link, description, claim, onLost: () => (isLost = true) };
  const opened = await unlocked(call, attempt).catch(async (error: unknown) => {
    // After anything else a view may be spent: the next run asks whether it was.
    const isDead = isOpeningRefusal(error) && !(description.resumable && isWrongPassword(error));
    if (isDead && !isLost) await claims.drop();
    throw explainVerified(error);
  });
  releaseTerminal(call.world);
  if (opened.mismatch) call.say('sotto: The server has not kept to the terms that the sender sealed.');
  return {
    api,
    opened,
    holder: { id, linkKey, claim },
    tag: tagOf(claim),
    isKept: claims.isKept(),
    async acknowledge() {
      await acknowledgeIfReached(acknowledge(api, { ...looking, claim }));
      await claims.drop();
    },
  };
}

/** All has arrived: that this cannot be said is no failure of the reader's. @throws the reason of an aborted signal */
export async function acknowledgeIfReached(acknowledgement: Promise<unknown>): Promise<void> {
  await acknowledgement.catch((error: unknown) => {
    if (![NetworkError, ApiError, ProtocolError].some((kind) => error instanceof kind)) throw error;
  });
}

/** What failed on this machine after a view was spent can be done again. */
export function explainUnfinished(error: unknown, { isKept }: Pick<Opening, 'isKept'>): unknown {
  const explained = explain(error);
  if (!(explained instanceof Failure) || explained.exit !== 'failed' || !isKept) return error;
  const sentence = `${explained.message} For ten minutes it opens again here, and nothing more is spent.`;
  return new Failure('failed', sentence, { cause: error });
}

const isShareLink = (link: WholeLink): link is ShareLink =>
  link.type === LinkType.share || link.type === LinkType.sharePassword;

const ends: Record<Exclude<ShareState, 'live' | 'locked'>, string> = {
  spent: 'It was opened as often as it may be. If that was not you, tell the sender: somebody else has read it.',
  expired: 'It has expired. Ask for another link.',
  destroyed: 'It was destroyed after too many wrong passwords. Ask for another link.',
  deleted: 'Its sender has deleted it. Ask for another link.',
};

function expectOpenable({ state, resumable }: Description): void {
  if (state === 'live' || resumable) return;
  if (state === 'locked') {
    throw new Failure('password', 'It is locked after too many wrong passwords. Only its sender can unlock it.');
  }
  throw new Failure('over', ends[state]);
}

/** In a pipe there is nobody to ask, and whoever built it wants it opened. */
async function expectConsent(call: OpeningCall, { publicUrl }: WholeLink, { maxViews, expiresAt }: Description) {
  const { world, values, say } = call;
  if (values.yes || !isInteractive(world) || !world.stdout.isTTY) return;
  say(`A secret at ${publicUrl}: it can be opened ${viewsInWords(maxViews)}, until ${timeInWords(expiresAt)}.`);
  if (!(await confirm(call, 'Open it now?', true)))
    throw new Failure('misused', 'It was not opened, and nothing is spent.');
}

interface Attempt {
  readonly api: Api;
  readonly link: ShareLink;
  readonly description: Description;
  readonly claim: string;
  /** Whether the server had it is unknown. */
  readonly onLost: () => void;
}

/** Asks again after a wrong password where a person types it. */
async function unlocked(call: OpeningCall, attempt: Attempt): Promise<OpenedShare> {
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
      const remaining = error.members['attemptsLeft'];
      left = typeof remaining === 'number' ? remaining : undefined;
      if (call.values['password-file'] !== undefined || left === 0) throw error;
      call.say('The password is wrong.');
    }
  }
}

const isWrongPassword = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'wrong-password';

const TRIES = 4;

/** A lost answer is asked for again with the same claim; a wrong password would count each time, so that is looked at first. */
async function opened({ signal }: Asking, attempt: Attempt & { readonly password?: string }): Promise<OpenedShare> {
  const { api, link, claim, password } = attempt;
  const looking = { id: link.id, linkKey: link.key, type: link.type, claim, signal };
  let { description } = attempt;
  const hashed = once(kdf);
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
      expectOpenable(now);
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
