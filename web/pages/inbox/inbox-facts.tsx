import { Show } from 'solid-js';
import type { Inbox } from '#client/inbox.ts';
import { inbox as messages } from '#messages/inbox.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { Fact, Facts } from '#web/parts/facts/facts.tsx';
import { createServerNow } from '#web/clock.ts';
import { formatSpan } from '#web/i18n/spans.ts';

export function InboxFacts(props: { readonly inbox: Inbox }) {
  const now = createServerNow();
  const hasStopped = () => props.inbox.state !== 'open' && props.inbox.state !== 'full';
  const until = () => {
    const { closedAt, endedAt, expiresAt } = props.inbox;
    return formatAbsolute(Math.min(expiresAt, closedAt ?? Infinity, endedAt ?? Infinity));
  };
  return (
    <Facts>
      <Show when={props.inbox.state === 'open'}>
        <Fact name={messages.facts.takes}>{messages.until(until(), formatLeft(props.inbox.expiresAt, now()))}</Fact>
      </Show>
      <Show when={hasStopped()}>
        <Fact name={messages.facts.took}>{messages.tookUntil(until())}</Fact>
      </Show>
      <Fact name={messages.facts.places}>{messages.places(props.inbox.answersTaken, props.inbox.maxAnswers)}</Fact>
      <Show when={props.inbox.endedAt === undefined}>
        <Fact name={messages.facts.each}>{messages.keeps[props.inbox.keep](formatSpan(props.inbox.answerTtl))}</Fact>
      </Show>
      <Fact name={messages.facts.asked}>{formatAbsolute(props.inbox.createdAt)}</Fact>
    </Facts>
  );
}
