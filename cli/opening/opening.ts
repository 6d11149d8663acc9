import type { Api } from '#client/api.ts';
import { ApiError, isOpeningRefusal, NetworkError, ProtocolError } from '#client/errors.ts';
import { acknowledge, describe, newClaim } from '#client/open.ts';
import type { OpenedShare } from '#client/open.ts';
import type { Passes } from '#client/member-terms.ts';
import { shownSender } from '#client/shown-sender.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { hasGate } from '#crypto/gates.ts';
import type { Gates } from '#crypto/gates.ts';
import { LinkType } from '#crypto/link.ts';
import { checkArgon2, checkPrimitives } from '#crypto/self-check.ts';
import type { Session } from '#server/session/wire.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { isWrongPassword, unlocked } from './attempt-opening.ts';
import type { ShareLink } from './attempt-opening.ts';
import { claimsOf } from './claims.ts';
import type { Claims } from './claims.ts';
import { onlyInWords } from '#cli/terminal/member-words.ts';
import { inWords } from '#cli/language/words.ts';
import { expectMember } from '#cli/members/expect-member.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { members as memberWords } from '#cli/words/members.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain, explainVerified } from '#cli/terminal/explain.ts';
import { holdTerminal, releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { Interrupted } from '#cli/terminal/interruption.ts';
import { expectGates } from './expect-gates.ts';
import { getCodes } from './get-code.ts';
import type { CodeSource } from './get-code.ts';
import { expectKind } from './link-argument.ts';
import { openingTag } from './opening-file.ts';
import { overFailure } from '#cli/terminal/over-words.ts';
import { serviceAt } from '#cli/service/service.ts';
import type { Service } from '#cli/service/service.ts';
import { confirm, isInteractive } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { sayMismatch } from '#cli/terminal/terms-words.ts';
import { announced, openableByEachInWords, openableInWords } from '#cli/terminal/content-words.ts';
import { sentences, timeInWords } from '#cli/terminal/wording.ts';
import { code as codeWords } from '#cli/words/code.ts';
import { endings } from '#cli/words/endings.ts';
import { opening as words } from '#cli/words/opening.ts';
import { prompts } from '#cli/words/prompts.ts';

export interface OpeningCall extends Asking {
  readonly say: (line: string) => void;
  readonly values: {
    readonly 'password-file'?: string | undefined;
    readonly email?: string | undefined;
    readonly 'code-file'?: string | undefined;
    readonly insecure?: boolean | undefined;
    readonly yes?: boolean | undefined;
    /** The folder for files. */
    readonly output?: string | undefined;
  };
}

/** An opened share whose content has not been delivered completely. */
export interface Opening {
  readonly api: Api;
  readonly opened: OpenedShare;
  readonly holder: { readonly id: string; readonly linkKey: Uint8Array; readonly claim: string };
  /** Distinguishes unfinished files of this opening from those of others. */
  readonly tag: string;
  /** Whether a later run can resume it. */
  readonly isKept: boolean;
  /** Called when the lease was renewed. */
  readonly onRenewed: () => Promise<void>;
  /**
   * Tells the server that the content has arrived, so that it may erase it. Ignores network errors: the reader is
   * done.
   */
  readonly acknowledge: () => Promise<void>;
}

/**
 * Describes the share, asks for consent on a terminal, then spends a view and opens. Sends only the link proof before
 * the preamble is verified. A machine that cannot decrypt, or cannot save its claim, spends nothing.
 * @throws Failure; else an error for `explain`
 */
export async function openLink(call: OpeningCall, link: WholeLink): Promise<Opening> {
  expectKind(link, 'share');
  if (!isShareLink(link)) throw new Failure('misused', words.notShare);
  const { api, membership } = await serviceAt(call.world, link.publicUrl, call.values);
  const hasPassword = link.type === LinkType.sharePassword;
  if (hasPassword && call.values['password-file'] === undefined) holdTerminal(call.world);
  await checkPrimitives();
  if (hasPassword) await checkArgon2();
  const claims = claimsOf(call.world, link.id, call.values.output);
  const looking = { id: link.id, linkKey: link.key, type: link.type, signal: call.signal };
  const { description, claim: kept } = await look(api, looking, claims);
  await expectOpenable(claims, description);
  if (needsPlace(description)) await claims.expectPlace();
  await claims.tidy();
  const gates = await expectGates(api, looking, description);
  const isForMembers = hasGate(gates, 'members');
  const member = isForMembers ? await expectMember(membership, description.members ?? {}, call.signal) : undefined;
  if (!description.resumable) await expectConsent(call, link, { ...description, gates, member });
  const codes = hasGate(gates, 'people') ? await getCodes(call, { api, link }) : undefined;
  const claim = kept ?? codes?.claim ?? newClaim();
  const opened = await spend(call, { api, link, description, claim, claims, codes, passes: membership.passes });
  await codes?.drop();
  releaseTerminal(call.world);
  sayMismatch(call.say, opened.mismatch);
  return {
    api,
    opened,
    holder: { id: link.id, linkKey: link.key, claim },
    tag: openingTag(claim),
    isKept: claims.isKept(),
    onRenewed: () => claims.extend(),
    async acknowledge() {
      await acknowledgeIfReached(acknowledge(api, { ...looking, claim }));
      await claims.finish();
    },
  };
}

type Looking = Omit<Parameters<typeof describe>[1], 'claim'>;

/** Describes the share, with the claim of an earlier run if it can be resumed. */
async function look(
  api: Service['api'],
  looking: Looking,
  claims: Claims,
): Promise<{ readonly description: DescribeReply; readonly claim?: string }> {
  for (const claim of await claims.find()) {
    const description = await describe(api, { ...looking, claim });
    if (description.resumable) return { description, claim };
    await claims.giveUp(claim);
  }
  return { description: await describe(api, looking) };
}

/** A share without a view limit loses nothing if an opening is cut off. */
const needsPlace = ({ maxViews, viewsLeft }: DescribeReply): boolean => maxViews !== 0 || viewsLeft !== null;

interface Spending {
  readonly api: Api;
  readonly link: ShareLink;
  readonly description: DescribeReply;
  readonly claim: string;
  readonly claims: Claims;
  readonly codes: CodeSource | undefined;
  readonly passes: Passes;
}

async function spend(call: OpeningCall, spending: Spending): Promise<OpenedShare> {
  const { description, claim, claims } = spending;
  let isLost = false;
  const release = async () => {
    if (isLost) await claims.extend();
    else if (description.resumable) await claims.finish();
    else await claims.drop();
  };
  const attempt = {
    ...spending,
    onSend: () =>
      claims.keep(claim).catch((error: unknown) => {
        if (needsPlace(description)) throw error;
      }),
    onWrong: async () => {
      if (!description.resumable) await release();
    },
    onLost: () => (isLost = true),
    expectOpenable: (now: DescribeReply) => expectOpenable(claims, now),
  };
  const opened = await unlocked(call, attempt).catch(async (error: unknown) => {
    // After any other error a view may have been spent. The next run finds out.
    const isDead =
      isOpeningRefusal(error instanceof Failure ? error.cause : error) &&
      !(description.resumable && isWrongPassword(error));
    if (isDead) await release();
    else await claims.extend();
    if (error instanceof ApiError && error.code === 'ended') await expectStillOpenable(call, spending);
    throw isDead
      ? explainVerified(error)
      : explainUnfinished(explainVerified(error), { isKept: claims.isKept(), isUnsure: true });
  });
  await claims.noteOpened(opened.openedAt);
  return opened;
}

/** Another command, perhaps on this machine, was faster. @throws Failure that says how the share ended, if known */
async function expectStillOpenable({ signal }: OpeningCall, { api, link, claims }: Spending): Promise<void> {
  const looking = { id: link.id, linkKey: link.key, type: link.type, signal };
  const now = await describe(api, looking).catch(() => undefined);
  if (now !== undefined) await expectOpenable(claims, now);
}

/** Ignores errors of an acknowledgement, because everything has arrived. @throws the reason of an aborted signal */
export async function acknowledgeIfReached(acknowledgement: Promise<unknown>): Promise<void> {
  await acknowledgement.catch((error: unknown) => {
    if (![NetworkError, ApiError, ProtocolError].some((kind) => error instanceof kind)) throw error;
  });
}

interface Unfinished extends Pick<Opening, 'isKept'> {
  /** It is unknown whether a view was spent. */
  readonly isUnsure?: boolean;
}

/** Adds advice to a local or network error after a view may have been spent: the opening can be repeated. */
export function explainUnfinished(error: unknown, { isKept, isUnsure = false }: Unfinished): unknown {
  if (!isKept) return error;
  const again = isUnsure ? endings.perhapsOpensAgain : endings.opensAgain;
  const explained = explain(error);
  if (explained instanceof Interrupted) return new Interrupted(explained.ending, sentences(endings.interrupted, again));
  const { exit, message } = explained;
  return ['failed', 'unreachable'].includes(exit)
    ? new Failure(exit, sentences(message, again), { cause: error })
    : error;
}

const isShareLink = (link: WholeLink): link is ShareLink =>
  link.type === LinkType.share || link.type === LinkType.sharePassword;

/** @throws Failure */
async function expectOpenable(claims: Claims, description: DescribeReply): Promise<void> {
  if (description.resumable) return;
  const failure = overFailure(description, await claims.past());
  if (failure !== undefined) throw failure;
}

/** Asks for consent, but not in a pipe: there nobody can be asked, and opening is the purpose. */
async function expectConsent(
  call: OpeningCall,
  { publicUrl, type }: WholeLink,
  description: DescribeReply & { readonly gates: Gates; readonly member: Session | undefined },
) {
  const { world, values, say } = call;
  const { member, members = {} } = description;
  // Also a pipe is told, in its log.
  if (member)
    say(sentences(onlyInWords(members, 'share'), inWords(memberWords.senderSees, { who: printableLine(member.who) })));
  if (values.yes || !isInteractive(world) || !world.stdout.isTTY) return;
  say(announced(publicUrl, description));
  const from = shownSender(description);
  if (from !== undefined) say(inWords(memberWords.from, { address: from }));
  const until = timeInWords(description.expiresAt);
  if (hasGate(description.gates, 'people'))
    say(sentences(codeWords.onlyNamed, openableByEachInWords(description, until)));
  else say(openableInWords(description, until));
  if (description.firstExpiresAt !== undefined) say(codeWords.endsEarlier);
  if (type === LinkType.sharePassword) say(words.hasPassword);
  if (!(await confirm(call, prompts.open, true))) throw new Failure('misused', words.declined);
}
