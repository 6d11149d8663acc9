import { For, Show } from 'solid-js';
import { receiveUnopenable as messages } from '#words/receive-unopenable.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { brand } from '#web/app/layout/brand.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Seal } from '#web/ui/seal.tsx';
import type { EndedShareState } from './state.ts';
import styles from './sealed-secret.module.css';

interface OverSecretProps {
  readonly now: EndedShareState;
  readonly onLook: () => void;
}

type EndKind = Exclude<DescribeReply['state'], 'live'>;

/** The secret can no longer be opened: why, since when, and what to do. */
export function OverSecret(props: OverSecretProps) {
  const description = () => props.now.description;
  const state = () => overState(description());
  const history = () => (state() === 'spent' && description().openedAt.length === 1 ? [] : description().openedAt);
  return (
    <Statement
      mark={<Mark locked={state() === 'locked'} />}
      title={messages.over[state()].title}
      text={overText(props.now, state())}
      next={messages.over[state()].next}
      actions={
        <Show when={state() === 'locked'}>
          <Button onClick={() => props.onLook()}>{messages.over.locked.again}</Button>
        </Show>
      }
    >
      <Show when={history().length > 0}>
        <div class={styles['before']}>
          <p>
            {state() === 'spent' ? messages.over.openings : say(messages.over.history, { count: history().length })}
          </p>
          <ul class={styles['times']}>
            <For each={history()}>{(time) => <li>{formatAbsolute(time)}</li>}</For>
          </ul>
        </div>
      </Show>
    </Statement>
  );
}

/** Nobody can break the seal of a locked secret, so it is not shown. */
function Mark(props: { readonly locked: boolean }) {
  return (
    <Show when={props.locked} fallback={<Seal letter={brand().initial} state="ash" />}>
      <span class={styles['lock']}>
        <Icon name="lock" />
      </span>
    </Show>
  );
}

function overState({ state }: DescribeReply): EndKind {
  return state === 'live' ? 'expired' : state;
}

function overText({ description, openedHere, begunHere }: EndedShareState, state: EndKind): string {
  const { openedAt, maxViews, endedAt, expiresAt } = description;
  const words = messages.over;
  const ended = { when: formatAbsolute(endedAt ?? expiresAt) };
  switch (state) {
    case 'spent': {
      const [first, ...others] = openedAt;
      if (begunHere && openedHere === undefined) return words.spent.interrupted;
      if (openedHere !== undefined) {
        const when = formatAbsolute(openedHere);
        return maxViews > 1 ? say(words.spent.among, { count: maxViews, when }) : say(words.spent.here, { when });
      }
      return first !== undefined && others.length === 0
        ? say(words.spent.on, { when: formatAbsolute(first) })
        : say(words.spent.all, { count: maxViews });
    }
    case 'expired':
      return say(words.expired.text, { when: formatAbsolute(expiresAt) });
    case 'deleted':
      return say(words.deleted.text, ended);
    case 'destroyed':
      return say(words.destroyed.text, ended);
    case 'locked':
      return words.locked.text;
  }
}
