import { describeRequest } from '#client/answer.ts';
import { ApiError } from '#client/errors.ts';
import { readInbox } from '#client/inbox.ts';
import type { Inbox } from '#client/inbox.ts';
import { readStatus } from '#client/manage.ts';
import type { ManagedShare } from '#client/manage.ts';
import { describe } from '#client/open.ts';
import { LinkType } from '#crypto/link.ts';
import type { DescribeRequestReply } from '#server/requests/wire.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { clientCommand } from './client-command.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { takeLink } from '#cli/opening/link-argument.ts';
import { contentInWords } from '#cli/terminal/content-words.ts';
import { writeJson, writeTo } from '#cli/terminal/output.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { serviceAt } from '#cli/service/service.ts';
import type { Service } from '#cli/service/service.ts';
import { statusUsage } from '#cli/usage/status.ts';
import { timeInWords, timeStamp, viewsInWords } from '#cli/terminal/wording.ts';

type Known =
  | { readonly kind: 'share'; readonly about: ManagedShare | DescribeReply }
  | { readonly kind: 'request'; readonly about: Inbox | DescribeRequestReply };

export const statusCommand = clientCommand(statusUsage, async (call) => {
  const { world, values, signal } = call;
  const link = await takeLink(call, call.positionals[0]);
  releaseTerminal(call.world);
  const known = await look(await serviceAt(world, link.publicUrl, values), link, signal);
  if (values.json) await writeJson(world.stdout, forPrograms(known));
  else
    await writeTo(
      world.stdout,
      linesOf(known)
        .map((line) => `${line}\n`)
        .join(''),
    );
  return undefined;
});

async function look({ api, requests }: Service, link: WholeLink, signal: AbortSignal): Promise<Known> {
  const { id, key, type } = link;
  if (type === LinkType.request) {
    return { kind: 'request', about: await describeRequest(requests, { id, linkKey: key, signal }) };
  }
  if (type !== LinkType.manage)
    return { kind: 'share', about: await describe(api, { id, linkKey: key, type, signal }) };
  const owner = { id, ownerKey: key, signal };
  return ofEither<Known>(
    async () => ({ kind: 'share', about: await readStatus(api, owner) }),
    async () => ({ kind: 'request', about: await readInbox(requests, owner) }),
  );
}

/** A manage link does not say what it manages. Tries a share first, and a request if there is no such share. */
export async function ofEither<T>(share: () => Promise<T>, request: () => Promise<T>): Promise<T> {
  try {
    return await share();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return request();
    throw error;
  }
}

function forPrograms({ kind, about }: Known) {
  const { createdAt, expiresAt, state, endedAt } = about;
  const own = {
    ...('title' in about && { title: about.title }),
    ...('maxViews' in about && {
      maxViews: about.maxViews === 0 ? 'unlimited' : about.maxViews,
      viewsLeft: about.viewsLeft,
    }),
    ...('openedAt' in about && { openedAt: about.openedAt.map(timeStamp) }),
    ...('sealedBytes' in about && { sealedBytes: about.sealedBytes }),
    ...('bodyBytes' in about && { bodyBytes: about.bodyBytes }),
    ...('readAt' in about && about.readAt !== undefined && { readAt: timeStamp(about.readAt) }),
    ...('answersLeft' in about && { answersLeft: about.answersLeft }),
    ...('answersTaken' in about && { answersTaken: about.answersTaken, maxAnswers: about.maxAnswers }),
  };
  const times = { createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt) };
  return { kind, state, ...times, ...(endedAt !== undefined && { endedAt: timeStamp(endedAt) }), ...own };
}

const states: Record<Known['about']['state'], string> = {
  live: 'waiting to be opened',
  locked: 'locked after too many wrong passwords',
  spent: 'opened and erased',
  expired: 'expired and erased',
  destroyed: 'destroyed after too many wrong passwords, or by a loss on the server',
  deleted: 'deleted',
  open: 'accepting answers',
  full: 'full: all answers have arrived',
  closed: 'closed: accepts no more answers',
};

function stateOf({ state, endedAt }: Known['about']): string {
  // The last view is used up, but its lease has not ended yet.
  return state === 'spent' && endedAt === undefined
    ? 'opened; the reader can still fetch it for a few minutes'
    : states[state];
}

function linesOf(known: Known): string[] {
  const { about } = known;
  const facts: [string, string | undefined][] = [
    ['Title', 'title' in about ? printableLine(about.title) : undefined],
    ['State', stateOf(about)],
    ['Created', timeInWords(about.createdAt, about.expiresAt)],
    ...expiry(about),
    ['Ended', about.endedAt === undefined ? undefined : timeInWords(about.endedAt)],
    ...(known.kind === 'share' ? shareFacts(known.about) : requestFacts(known.about)),
  ];
  return facts.flatMap(([name, fact]) => (fact === undefined ? [] : [`${`${name}:`.padEnd(12)}${fact}`]));
}

/** Something that ended earlier for another reason does not expire any more. */
function expiry({ state, createdAt, expiresAt, endedAt }: Known['about']): [string, string][] {
  if (state === 'expired') return [['Expired', timeInWords(expiresAt, createdAt)]];
  return endedAt === undefined ? [['Expires', timeInWords(expiresAt, createdAt)]] : [];
}

function shareFacts(about: ManagedShare | DescribeReply): [string, string | undefined][] {
  const { state, maxViews, viewsLeft, openedAt } = about;
  const answer = 'answer' in about;
  const canOpen = state === 'live' || state === 'locked';
  const left = viewsLeft === null || !canOpen ? '' : `, ${viewsLeft} left`;
  const described = canOpen && 'resumable' in about ? about : undefined;
  return [
    ['Content', described && contentInWords(described)],
    ['Password', described?.attemptsLeft === undefined ? undefined : triesInWords(described.attemptsLeft)],
    ['Opens', answer ? undefined : `${viewsInWords(maxViews)}${left}`],
    [
      'Opened',
      openedAt.length === 0 ? (canOpen ? 'not yet' : 'never') : openedAt.map((at) => timeInWords(at)).join('; '),
    ],
    ['Read', 'readAt' in about && about.readAt !== undefined ? timeInWords(about.readAt) : undefined],
    [
      'Passwords',
      'attempts' in about && about.hasPassword ? `${about.attempts} of ${about.attemptLimit} wrong` : undefined,
    ],
  ];
}

const triesInWords = (left: number) => `needed, ${left} ${left === 1 ? 'try' : 'tries'} left`;

function requestFacts(about: Inbox | DescribeRequestReply): [string, string | undefined][] {
  if ('answersLeft' in about) {
    return [['Answers', about.state === 'open' ? `${about.answersLeft} more accepted` : undefined]];
  }
  const unread = about.answers.filter(
    ({ sealedKey, readAt }) => sealedKey !== undefined && readAt === undefined,
  ).length;
  return [
    ['Answers', `${about.answersTaken} of ${about.maxAnswers}${unread > 0 ? `, ${unread} unread: sotto inbox` : ''}`],
  ];
}
