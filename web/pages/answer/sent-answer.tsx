import { createEffect, createMemo, Match, on, Show, Switch } from 'solid-js';
import { sentences } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { answerSent as words } from '#words/answer-sent.ts';
import { link as linkWords } from '#words/link.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
import { brand } from '#web/app/layout/brand.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { createFocusRecovery } from '#web/app/focus.ts';
import sealed from '#web/parts/sending/sealed.module.css';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Seal } from '#web/ui/seal.tsx';
import styles from './answer.module.css';
import type { SentState } from './state.ts';

export interface SentAnswerProps {
  readonly now: SentState;
  readonly onRemove: () => void;
  readonly onLook: () => void;
}

/** The receipt of an answer, for its author. In a lazy module: see receipt-module.ts. */
export function SentAnswer(props: SentAnswerProps) {
  const status = () => props.now.status;
  const fate = () => fateOf(props.now);
  // The news, not its words: another language is no news.
  const news = createMemo(() => [status()?.state, status()?.readAt].join());
  createEffect(on(news, () => announce(fate().title), { defer: true }));
  const removing = () => props.now.removal.at === 'removing';
  createFocusRecovery(removing);
  return (
    <>
      <span class={sealed['stamp']}>
        <Seal letter={brand().initial} state={fate().seal} />
      </span>
      <Heading>{words.title}</Heading>
      <p class={styles['lede']}>
        {say(words[isOver(status()) ? 'ledeEnded' : 'lede'], { time: formatClock(props.now.shared.createdAt) })}
      </p>
      <div class={styles['fate']}>
        <p class={styles['state']}>
          <Lamp tone={fate().tone} />
          {fate().title}
        </p>
        <p>{fate().text}</p>
      </div>
      <Show when={props.now.failure}>
        {(failure) => (
          <Notice tone="info">
            <p>{sentences(serviceFailure[failure().kind], words.serviceFailure)}</p>
            <Button onClick={() => props.onLook()}>{words.now}</Button>
          </Notice>
        )}
      </Show>
      <Show when={(status()?.state ?? 'live') === 'live'}>
        <dl class={sealed['terms']}>
          <div>
            <dt>{words.until}</dt>
            <dd>{say(words.untilText, { when: formatAbsolute(props.now.shared.expiresAt) })}</dd>
          </div>
          <div>
            <dt>{words.yours}</dt>
            <dd>
              <a href={props.now.shared.manageLink}>{words.manage}</a>{' '}
              <CopyButton
                variant="plain"
                text={() => props.now.shared.manageLink}
                label={words.copyManage}
                copied={words.copied}
                failed={linkWords.copyAddress}
              />
              <p class={sealed['hint']}>{words.manageHint}</p>
            </dd>
          </div>
        </dl>
        <div class={sealed['end']}>
          <Switch>
            <Match when={removing()}>
              <p role="status">{words.removing}</p>
            </Match>
            <Match when={status()?.readAt === undefined}>
              <Confirm
                ask={words.remove}
                question={words.removeQuestion}
                yes={words.removeYes}
                no={words.removeNo}
                onYes={() => props.onRemove()}
              />
            </Match>
          </Switch>
        </div>
        <Show when={props.now.removal.at === 'failed'}>
          <Notice tone="error">{words.removeFailed}</Notice>
        </Show>
      </Show>
    </>
  );
}

const isOver = (status: SentState['status']) => status !== undefined && status.state !== 'live';

interface Fate {
  readonly title: string;
  readonly text: string;
  readonly tone: 'ok' | 'none';
  readonly seal: 'pressed' | 'broken' | 'ash';
}

function fateOf({ status }: SentState): Fate {
  if (status === undefined) return { title: words.looking, text: words.watching, tone: 'none', seal: 'pressed' };
  const { state, readAt, endedAt, expiresAt } = status;
  if (readAt !== undefined)
    return {
      title: say(words.readAt, { when: formatAbsolute(readAt) }),
      text: words.readText,
      tone: 'ok',
      seal: 'broken',
    };
  if (state === 'live') return { title: words.unread, text: words.watching, tone: 'none', seal: 'pressed' };
  const when = { when: formatAbsolute(endedAt ?? expiresAt) };
  if (state === 'spent')
    return { title: say(words.ended.spent, when), text: words.readText, tone: 'ok', seal: 'broken' };
  const ended = state === 'deleted' || state === 'expired' ? state : 'destroyed';
  return { title: say(words.ended[ended], when), text: words.endedText, tone: 'none', seal: 'ash' };
}
