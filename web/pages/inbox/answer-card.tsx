import { createEffect, createMemo, createSignal, Match, on, onMount, Show, Switch } from 'solid-js';
import { inboxAnswer as words } from '#words/inbox-answer.ts';
import { serviceFailure } from '#words/service-failure.ts';
import type { AnswerStatus, Keep } from '#server/requests/wire.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { sentences } from '#web/i18n/lists.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
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
                {say(words.name, { number: formatNumber(props.number) })}
                <Show when={unread()}>
                  <span class={styles['unread']}>{words.unread}</span>
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
  const number = () => formatNumber(props.number);
  const opening = () => props.reading?.at === 'opening';
  const tried = () => props.reading?.at === 'failed';
  return (
    <div class={styles['actions']}>
      <Show when={props.opened}>
        {(now) => (
          <Confirm
            variant="plain"
            ask={words.dismiss.ask}
            askDescription={say(words.dismiss.of, { number: number() })}
            question={words.dismiss.question}
            yes={words.dismiss.yes}
            no={words.dismiss.no}
            needless={isLeftFreely(props.keep, props.answer, now())}
            onYes={() => props.onDismiss()}
          />
        )}
      </Show>
      <Show when={!props.opened && canBeRead(props.answer) && !tried()}>
        <Button
          variant={isUnread(props.answer) ? 'primary' : 'quiet'}
          aria-label={
            opening() ? undefined : say(words[isUnread(props.answer) ? 'openOf' : 'againOf'], { number: number() })
          }
          aria-busy={opening()}
          aria-disabled={opening()}
          onClick={() => props.onRead()}
        >
          {opening() ? words.opening : words[isUnread(props.answer) ? 'open' : 'again']}
        </Button>
      </Show>
      <Show when={props.answer.state === 'live'}>
        <Confirm
          variant="plain"
          ask={
            <>
              <Icon name="trash" />
              {words.delete.ask}
            </>
          }
          askDescription={say(words.delete.of, { number: number() })}
          question={words.delete.question}
          yes={words.delete.yes}
          no={words.delete.no}
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
            <p>{sentences(serviceFailure[now().kind], words.waiting)}</p>
            <Button onClick={() => props.onRetryNow()}>{words.now}</Button>
          </Notice>
        )}
      </Match>
      <Match when={failed()}>
        {(why) => (
          <Notice tone="error">
            <p>{words.failed[why()]}</p>
            <Show when={why() === 'crypto' || why() === 'storage'}>
              <Button onClick={() => props.onRead()}>{words.tryAgain}</Button>
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
        <p class={styles['what']}>{words.leave}</p>
      </Show>
    </div>
  );
}

function describe(answer: AnswerStatus, keep: Keep): string {
  const { state, createdAt, expiresAt, sizeBytes, readAt } = answer;
  if (state !== 'live') return overWords({ ...answer, state });
  const until = { when: formatAbsolute(expiresAt) };
  return [
    say(words.came, { when: formatAbsolute(createdAt) }),
    formatBytes(sizeBytes),
    ...(readAt === undefined ? [] : [say(words.read, { when: formatAbsolute(readAt) })]),
    canBeRead(answer) ? say(words[keep === 'read' ? 'untilRead' : 'until'], until) : words.keyless,
  ].join(' · ');
}

type OverAnswer = AnswerStatus & { readonly state: Exclude<AnswerStatus['state'], 'live'> };

function overWords({ state, readAt, endedAt, expiresAt }: OverAnswer): string {
  const wasRead = readAt !== undefined && (state === 'expired' || state === 'deleted');
  return say(words.over[wasRead ? (`${state}Read` as const) : state], { when: formatAbsolute(endedAt ?? expiresAt) });
}
