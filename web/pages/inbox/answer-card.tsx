import { createEffect, createMemo, createSignal, Match, on, onMount, Show, Switch } from 'solid-js';
import { inbox as messages } from '#messages/inbox.ts';
import type { AnswerStatus, Keep } from '#server/requests/wire.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { OpenedContent } from '#web/pages/receive/opened-content.tsx';
import type { OpenedState } from '#web/pages/receive/state.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { AnswerReceipt } from './answer-receipt.tsx';
import styles from './inbox.module.css';
import { isLeftFreely, canBeRead, isUnread } from './state.ts';
import type { AnswerReading } from './state.ts';

export interface AnswerCardProps {
  /** Answers are numbered from 1 in the order in which they arrived. */
  readonly number: number;
  readonly answer: AnswerStatus | undefined;
  readonly keep: Keep;
  readonly reading: AnswerReading | undefined;
  readonly busy: boolean;
  readonly onRead: () => void;
  /** The person has saved or copied all of it. */
  readonly onKept: () => void;
  /** Ends serving the files: the person has saved them, or the server no longer serves them. */
  readonly onFiles: (taken: boolean) => void;
  readonly onDismiss: () => void;
  readonly onDelete: () => Promise<void>;
  readonly onRetryNow: () => void;
}

/** One answer: its status, and its contents once it has been read. */
export function AnswerCard(props: AnswerCardProps) {
  let name: HTMLHeadingElement | undefined;
  const takeFocus = () => name?.focus();
  const opened = createMemo(() => (props.reading?.at === 'opened' ? props.reading : undefined));
  const unread = () => props.answer !== undefined && isUnread(props.answer) && !opened();
  createEffect(on(() => opened() !== undefined, takeFocus, { defer: true }));
  return (
    <Show when={props.answer}>
      {(answer) => (
        <li
          class={styles['answer']}
          data-opened={opened() !== undefined}
          data-over={answer().state !== 'live' && !opened()}
        >
          <div class={styles['head']}>
            <div class={styles['about']}>
              <h3 ref={(element) => (name = element)} tabindex="-1" class={styles['name']}>
                <Show when={unread()}>
                  <Lamp tone="ok" />
                </Show>
                {messages.answer.name(props.number)}
                <Show when={unread()}>
                  <span class={styles['unread']}>{messages.answer.unread}</span>
                </Show>
              </h3>
              <p class={styles['what']}>{describe(answer(), props.keep)}</p>
            </div>
            <AnswerActions {...props} answer={answer()} opened={opened()} onDeleted={takeFocus} />
          </div>
          <ServiceFailure reading={props.reading} onRead={props.onRead} onRetryNow={props.onRetryNow} />
          <Show when={opened()}>{(now) => <OpenedAnswer card={props} answer={answer()} now={now()} />}</Show>
        </li>
      )}
    </Show>
  );
}

interface AnswerActionsProps extends AnswerCardProps {
  readonly answer: AnswerStatus;
  readonly opened: OpenedState | undefined;
  readonly onDeleted: () => void;
}

function AnswerActions(props: AnswerActionsProps) {
  const name = () => messages.answer.name(props.number);
  const opening = () => props.reading?.at === 'opening';
  const tried = () => props.reading?.at === 'failed';
  return (
    <div class={styles['actions']}>
      <Show when={props.opened}>
        {(now) => (
          <Confirm
            variant="plain"
            ask={messages.answer.dismiss.ask}
            askDescription={messages.answer.dismiss.of(name())}
            question={messages.answer.dismiss.question}
            yes={messages.answer.dismiss.yes}
            no={messages.answer.dismiss.no}
            needless={isLeftFreely(props.keep, props.answer, now())}
            onYes={() => props.onDismiss()}
          />
        )}
      </Show>
      <Show when={!props.opened && canBeRead(props.answer) && !tried()}>
        <Button
          variant={isUnread(props.answer) ? 'primary' : 'quiet'}
          aria-label={opening() ? undefined : messages.answer[isUnread(props.answer) ? 'openOf' : 'againOf'](name())}
          aria-busy={opening()}
          aria-disabled={opening()}
          onClick={() => props.onRead()}
        >
          {opening() ? messages.answer.opening : messages.answer[isUnread(props.answer) ? 'open' : 'again']}
        </Button>
      </Show>
      <Show when={props.answer.state === 'live'}>
        <Confirm
          variant="plain"
          ask={
            <>
              <Icon name="trash" />
              {messages.answer.delete.ask}
            </>
          }
          askDescription={messages.answer.delete.of(name())}
          question={messages.answer.delete.question}
          yes={messages.answer.delete.yes}
          no={messages.answer.delete.no}
          disabled={props.busy}
          onYes={() => void props.onDelete().then(props.onDeleted)}
        />
      </Show>
    </div>
  );
}

function ServiceFailure(props: Pick<AnswerCardProps, 'reading' | 'onRead' | 'onRetryNow'>) {
  const failure = () => (props.reading?.at === 'opening' ? props.reading.failure : undefined);
  const failed = () => (props.reading?.at === 'failed' ? props.reading.why : undefined);
  return (
    <Switch>
      <Match when={failure()}>
        {(now) => (
          <Notice tone="warn">
            <p>
              {messages.serviceFailure[now().kind]} {messages.answer.waiting}
            </p>
            <Button onClick={() => props.onRetryNow()}>{messages.answer.now}</Button>
          </Notice>
        )}
      </Match>
      <Match when={failed()}>
        {(why) => (
          <Notice tone="error">
            <p>{messages.answer.failed[why()]}</p>
            <Show when={why() === 'crypto' || why() === 'storage'}>
              <Button onClick={() => props.onRead()}>{messages.answer.tryAgain}</Button>
            </Show>
          </Notice>
        )}
      </Match>
    </Switch>
  );
}

interface OpenedAnswerProps {
  readonly card: AnswerCardProps;
  readonly answer: AnswerStatus;
  readonly now: OpenedState;
}

function OpenedAnswer(props: OpenedAnswerProps) {
  const [fresh, setFresh] = createSignal(true);
  onMount(() => requestAnimationFrame(() => setFresh(false)));
  return (
    <div class={styles['opened']} data-fresh={fresh()}>
      <AnswerReceipt now={props.now} onRetryNow={props.card.onRetryNow} />
      <OpenedContent
        now={props.now}
        lastView={props.card.keep === 'read'}
        onKept={props.card.onKept}
        onTaken={() => props.card.onFiles(true)}
        onOver={() => props.card.onFiles(false)}
      />
      <Show when={props.card.keep === 'read' && !props.now.kept}>
        <p class={styles['what']}>{messages.answer.leave}</p>
      </Show>
    </div>
  );
}

function describe(answer: AnswerStatus, keep: Keep): string {
  const { state, createdAt, expiresAt, sizeBytes, readAt } = answer;
  if (state !== 'live') return overWords(answer);
  const until = formatAbsolute(expiresAt);
  return [
    messages.answer.came(formatAbsolute(createdAt)),
    formatBytes(sizeBytes),
    ...(readAt === undefined ? [] : [messages.answer.read(formatAbsolute(readAt))]),
    canBeRead(answer) ? messages.answer[keep === 'read' ? 'untilRead' : 'until'](until) : messages.answer.keyless,
  ].join(' · ');
}

function overWords({ state, readAt, endedAt, expiresAt }: AnswerStatus): string {
  const when = formatAbsolute(endedAt ?? expiresAt);
  const { over } = messages.answer;
  switch (state) {
    case 'expired':
      return readAt === undefined ? over.expired(when) : over.expiredRead(when);
    case 'deleted':
      return readAt === undefined ? over.deleted(when) : over.deletedRead(when);
    case 'spent':
    case 'destroyed':
      return over[state](when);
    case 'live':
      return over.live;
  }
}
