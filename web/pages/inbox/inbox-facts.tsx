import { Show } from 'solid-js';
import type { Inbox } from '#client/inbox.ts';
import { inbox as messages } from '#words/inbox.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { Fact, Facts } from '#web/parts/facts/facts.tsx';
import { membersOnly } from '#web/parts/facts/members-only.ts';
import { createServerNow } from '#web/clock.ts';
import { saySpan } from '#web/i18n/spans.ts';

/** How long an answer stays, in the words of the sentences about it. */
export const keptSpan = ({ keep, answerTtl }: Pick<Inbox, 'keep' | 'answerTtl'>): string =>
  saySpan(keep === 'read' ? messages.deletedSpan : messages.keptSpan, answerTtl);

export function InboxFacts(props: { readonly inbox: Inbox }) {
  const now = createServerNow();
  const hasStopped = () => props.inbox.state !== 'open' && props.inbox.state !== 'full';
  const until = () => {
    const { closedAt, endedAt, expiresAt } = props.inbox;
    return formatAbsolute(Math.min(expiresAt, closedAt ?? Infinity, endedAt ?? Infinity));
  };
  const places = () => {
    const { answersTaken, maxAnswers } = props.inbox;
    return say(messages.places, { taken: formatNumber(answersTaken), all: formatNumber(maxAnswers) });
  };
  return (
    <Facts>
      <Show when={props.inbox.state === 'open'}>
        <Fact name={messages.facts.takes}>
          {say(messages.until, { when: until(), left: formatLeft(props.inbox.expiresAt, now()) })}
        </Fact>
      </Show>
      <Show when={hasStopped()}>
        <Fact name={messages.facts.took}>{say(messages.tookUntil, { when: until() })}</Fact>
      </Show>
      <Fact name={messages.facts.places}>{places()}</Fact>
      <Show when={props.inbox.members}>
        {(members) => <Fact name={messages.facts.who}>{membersOnly(members())}</Fact>}
      </Show>
      <Show when={props.inbox.endedAt === undefined}>
        <Fact name={messages.facts.each}>{say(messages.keeps[props.inbox.keep], { span: keptSpan(props.inbox) })}</Fact>
      </Show>
      <Fact name={messages.facts.asked}>{formatAbsolute(props.inbox.createdAt)}</Fact>
    </Facts>
  );
}
