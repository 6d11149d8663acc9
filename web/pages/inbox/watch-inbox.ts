import type { Inbox } from '#client/inbox.ts';
import type { Backoff } from '#client/retry.ts';
import { serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { change, isUnknown, seen, titled, unseen } from './inbox-turns.ts';
import type { InboxParts } from './state.ts';

/** Shows the request as soon as the server replies, then watches it. */
export async function watchInbox(parts: InboxParts, watches: Backoff): Promise<void> {
  const checkTerms = createTermsCheck(parts);
  if (await firstLook(parts)) await watch(parts, watches, checkTerms);
}

/** Checks the terms once, and again when the server changes them. A failed check is repeated at the next one. */
function createTermsCheck({ effects, owner, state, to }: InboxParts): () => Promise<void> {
  let checked = '';
  return async () => {
    const now = state();
    if (now.at !== 'shown' || checked === termsOf(now.inbox)) return;
    const before = checked;
    checked = termsOf(now.inbox);
    await effects.checkTerms(owner, now.inbox).then(
      (terms) => to(change({ terms })),
      () => (checked = before),
    );
  };
}

const termsOf = ({ createdAt, expiresAt, maxAnswers, answerTtl, keep, answersTaken }: Inbox): string =>
  [createdAt, expiresAt, maxAnswers, answerTtl, keep, answersTaken > maxAnswers].join();

/** @returns whether the request exists */
async function firstLook({ effects, owner, known, retries, to, left }: InboxParts): Promise<boolean> {
  for (let tries = 0; !left(); tries++) {
    try {
      const inbox = titled(await effects.readInbox(owner), known.title);
      to(() => ({ at: 'shown', inbox, readings: new Map(), listing: known.listing }));
      return true;
    } catch (error) {
      if (isUnknown(error)) {
        to(() => ({ at: 'nothing' }));
        return false;
      }
      const failure = serviceFailureOf(error) ?? { kind: 'strange' };
      to(() => ({ at: 'unreachable', failure }));
      await retries.pause(tries, failure);
    }
  }
  return false;
}

/** Checks again and again, less often while nothing changes. A reply from before an action is not shown after it. */
async function watch(
  { effects, owner, state, to, left }: InboxParts,
  watches: Backoff,
  checkTerms: () => Promise<void>,
): Promise<void> {
  let failure: ServiceFailure | undefined;
  for (let quiet = 0; !left(); quiet++) {
    const asked = state();
    if (asked.at !== 'shown' || asked.inbox.endedAt !== undefined) return;
    void checkTerms();
    await watches.pause(quiet, failure);
    const before = state();
    if (before.at !== 'shown' || before.act || !effects.watched()) continue;
    const next = await effects.readInbox(owner).then(
      (inbox) => {
        const news = newAnswers(before.inbox, inbox);
        return { turn: seen(inbox), news, changed: !same(inbox, before.inbox), failure: undefined };
      },
      (error: unknown) => ({ turn: unseen(error), news: 0, changed: false, failure: serviceFailureOf(error) }),
    );
    failure = next.failure;
    const now = state();
    if (now.at !== 'shown' || now.act || now.inbox !== before.inbox) continue;
    to(next.turn);
    if (next.news > 0) effects.onArrived(next.news);
    if (next.changed) quiet = -1;
  }
}

function newAnswers(before: Inbox, after: Inbox): number {
  const known = new Set(before.answers.map(({ id }) => id));
  return after.answers.filter(({ id, state }) => state === 'live' && !known.has(id)).length;
}

function same(one: Inbox, other: Inbox): boolean {
  // The copy loses the original's redaction in JSON.
  return JSON.stringify({ ...one }) === JSON.stringify({ ...other });
}
