import { createMemo, For, Show } from 'solid-js';
import { inbox as messages } from '#words/inbox.ts';
import { serviceFailure } from '#words/service-failure.ts';
import type { Inbox } from '#client/inbox.ts';
import type { SealedRequestTerms } from '#client/own-terms.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { sentences } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { CopyLine } from '#web/parts/link/copy-line.tsx';
import { createFocusRecovery } from '#web/app/focus.ts';
import { ListingOffer } from '#web/parts/list/listing-offer.tsx';
import type { Notifier } from '#web/parts/notify/create-notifying.ts';
import { NotifyControl } from '#web/parts/notify/notify-control.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { AnswerCard } from './answer-card.tsx';
import type { InboxManager } from './create-inbox.ts';
import { InboxFacts, keptSpan } from './inbox-facts.tsx';
import styles from './inbox.module.css';
import type { InboxShown } from './state.ts';

interface ShownInboxProps {
  readonly now: InboxShown;
  readonly inbox: InboxManager;
  readonly notifier: Notifier;
  /** The request's address, without its key. */
  readonly address: string;
}

export function ShownInbox(props: ShownInboxProps) {
  const inbox = () => props.now.inbox;
  const link = () => {
    const { fragment } = inbox();
    return fragment === undefined ? undefined : `${props.address}#${fragment}`;
  };
  const isOpen = () => inbox().state === 'open';
  const isThere = () => inbox().endedAt === undefined;
  const ending = () => props.now.act === 'closing' || props.now.act === 'deleting';
  createFocusRecovery(ending);
  return (
    <>
      <Heading>
        <bdi translate="no">{inbox().title ?? messages.untitled}</bdi>
      </Heading>
      <p class={styles['state']} role="status">
        <Lamp tone={isOpen() ? 'ok' : 'none'} />
        {stateOf(props.now)}
      </p>
      <Show when={inbox().endedAt}>
        {(when) => (
          <p>
            {say(messages.ended[inbox().state === 'deleted' ? 'deleted' : 'other'], { when: formatAbsolute(when()) })}
          </p>
        )}
      </Show>
      <Show when={inbox().noteUnreadable}>
        <Notice tone="warn">{messages.noteUnreadable}</Notice>
      </Show>
      <Show when={inbox().oddAnswers}>
        {(count) => <Notice tone="warn">{say(messages.oddAnswers, { count: count() })}</Notice>}
      </Show>
      <TermsNotice now={props.now} />
      <Show when={props.now.failure}>
        {(failure) => (
          <Notice tone="warn">
            <p>{sentences(serviceFailure[failure().kind], messages.during[failure().during])}</p>
            <Button onClick={() => props.inbox.retryNow()}>{messages.now}</Button>
          </Notice>
        )}
      </Show>
      <Answers now={props.now} inbox={props.inbox} />
      <Show when={isOpen()}>
        <NotifyControl notifier={props.notifier} words={messages.notify} />
      </Show>
      <Show when={isOpen() && link()}>
        {(text) => (
          <div class={styles['link']}>
            <CopyLine
              shown
              label={messages.link.label}
              text={text()}
              plain={`${props.address}#`}
              action={messages.link.copy}
            />
          </div>
        )}
      </Show>
      <InboxFacts inbox={inbox()} />
      <Show when={isThere()}>
        <Ending now={props.now} inbox={props.inbox} />
      </Show>
      <Show when={isThere() || props.now.listing === 'listed'}>
        <ListingOffer listing={props.now.listing} words={messages.keep} onKeep={() => void props.inbox.keep()} />
      </Show>
    </>
  );
}

/** Warns if the server's terms differ from the sealed ones. */
function TermsNotice(props: Pick<ShownInboxProps, 'now'>) {
  const words = () => {
    const { terms } = props.now;
    if (terms === undefined || terms.at === 'kept' || terms.at === 'gone') return undefined;
    return terms.at === 'changed' ? changedTerms(terms.terms) : messages.terms[terms.at];
  };
  return (
    <Show when={words()}>
      {(text) => (
        <Notice tone="warn">
          <Show when={props.now.terms?.at !== 'newer'}>
            <p>
              <strong>{messages.terms.title}</strong>
            </p>
          </Show>
          <p>{text()}</p>
        </Notice>
      )}
    </Show>
  );
}

function changedTerms(terms: SealedRequestTerms): string {
  const { maxAnswers, expiresAt, keep } = terms;
  const values = { answers: maxAnswers, until: formatAbsolute(expiresAt), span: keptSpan(terms) };
  return say(messages.terms.changed[keep], values);
}

function Answers(props: Pick<ShownInboxProps, 'now' | 'inbox'>) {
  const answers = () => props.now.inbox.answers;
  // Keyed by id, so that a card stays the same element when its answer changes.
  const ids = createMemo(() => answers().map(({ id }) => id), undefined, { equals: sameOrder });
  const newestFirst = () => [...ids()].reverse();
  const onTheirWay = () => answersOnTheirWay(props.now.inbox);
  const anyToRead = () => answers().some(({ state }) => state === 'live');
  return (
    <section class={styles['answers']} aria-labelledby="answers">
      <h2 id="answers">{messages.answers.title}</h2>
      <Show when={ids().length === 0 && onTheirWay() <= 0 && !props.now.inbox.oddAnswers}>
        <p class={styles['none']}>{messages.answers.none[props.now.inbox.state === 'open' ? 'open' : 'over']}</p>
      </Show>
      <Show when={onTheirWay() > 0}>
        <p class={styles['none']}>{say(messages.answers.onTheirWay, { count: onTheirWay() })}</p>
      </Show>
      <Show when={props.now.inbox.keep === 'read' && anyToRead()}>
        <p>{messages.answers.goesOnceRead}</p>
      </Show>
      <ol class={styles['list']} reversed>
        <For each={newestFirst()}>
          {(id) => (
            <AnswerCard
              number={ids().indexOf(id) + 1}
              answer={answers().find((one) => one.id === id)}
              keep={props.now.inbox.keep}
              reading={props.now.readings.get(id)}
              busy={props.now.act !== undefined}
              onRead={() => void props.inbox.read(id)}
              onKept={() => props.inbox.keepReading(id)}
              onFiles={(taken) => props.inbox.endFiles(id, taken)}
              onDismiss={() => props.inbox.dismiss(id)}
              onDelete={() => props.inbox.removeAnswer(id)}
              onRetryNow={props.inbox.retryNow}
            />
          )}
        </For>
      </ol>
    </section>
  );
}

function Ending(props: Pick<ShownInboxProps, 'now' | 'inbox'>) {
  // A full request accepts an answer again if an upload to it is given up.
  const takesMore = () =>
    props.now.inbox.state === 'open' || (props.now.inbox.state === 'full' && answersOnTheirWay(props.now.inbox) > 0);
  return (
    <div class={styles['ending']}>
      <Show when={takesMore()}>
        <Confirm
          ask={props.now.act === 'closing' ? messages.close.closing : messages.close.ask}
          question={messages.close.question}
          yes={messages.close.yes}
          no={messages.close.no}
          disabled={props.now.act !== undefined}
          onYes={() => void props.inbox.close()}
        />
      </Show>
      <Confirm
        variant="danger"
        ask={props.now.act === 'deleting' ? messages.delete.deleting : messages.delete.ask}
        question={messages.delete.question}
        yes={messages.delete.yes}
        no={messages.delete.no}
        disabled={props.now.act !== undefined}
        onYes={() => void props.inbox.remove()}
      />
    </div>
  );
}

function answersOnTheirWay({ endedAt, answersTaken, answers, oddAnswers = 0 }: Inbox): number {
  return endedAt === undefined ? answersTaken - answers.length - oddAnswers : 0;
}

function sameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

function stateOf({ inbox: { state, endedAt } }: InboxShown): string {
  return endedAt !== undefined && state !== 'deleted' ? messages.state.over : messages.state[state];
}
