import { createSignal, onMount, Show } from 'solid-js';
import { receiveOpened as messages } from '#words/receive-opened.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { brand } from '#web/app/layout/brand.ts';
import { publicUrl } from '#web/app/network/page-address.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { OpenedContent } from './opened-content.tsx';
import styles from './opened-secret.module.css';
import { ReceiptLine } from './receipt-line.tsx';
import type { OpenedState } from './state.ts';

export interface OpenedSecretProps {
  readonly now: OpenedState;
  readonly onKept: () => void;
  readonly onTaken: () => void;
  readonly onOver: () => void;
  readonly onRetryNow: () => void;
}

/** A lazy module: see lazy-opened-secret.tsx. */
export function OpenedSecret(props: OpenedSecretProps) {
  const payload = () => props.now.opened.payload;
  const reply = () => replyAddress(payload().reply);
  const filesAlone = () => payload().text === undefined && payload().fields === undefined;
  return (
    <article class={styles['opened']}>
      <BreakingSeal />
      <Show when={payload().title} fallback={<Heading class="visually-hidden">{messages.untitled}</Heading>}>
        {(title) => (
          <Heading class={styles['title']}>
            <bdi translate="no">{title()}</bdi>
          </Heading>
        )}
      </Show>
      <OpenedContent
        now={props.now}
        lastView={props.now.opened.viewsLeft === 0 && payload().gates?.emails === undefined}
        onKept={props.onKept}
        onTaken={props.onTaken}
        onOver={props.onOver}
      />
      <ReceiptLine now={props.now} onRetryNow={props.onRetryNow} />
      <Show when={!props.now.kept}>
        <p class={styles['leave']}>{filesAlone() ? messages.files.leaveUnsaved : messages.leaveUnkept}</p>
      </Show>
      <p class={styles['after']}>
        <a class={styles['reply']} href={reply() ?? basePath()}>
          {reply() === undefined ? messages.writeOwn : messages.reply}
        </a>
      </p>
      <p class={styles['printed']}>{say(messages.printed, { until: formatAbsolute(payload().expiresAt) })}</p>
    </article>
  );
}

function BreakingSeal() {
  const [state, setState] = createSignal<'whole' | 'broken'>('whole');
  onMount(() => requestAnimationFrame(() => setState('broken')));
  return (
    <span class={styles['seal']}>
      <Seal letter={brand().initial} state={state()} />
    </span>
  );
}

/** @returns the request link, but only if it leads to this service: the sender wrote it, and it could lead anywhere */
function replyAddress(link = ''): string | undefined {
  const home = `${publicUrl()}r/`;
  const path = link.slice(home.length);
  return link.startsWith(home) && /^[1-9A-HJ-NP-Za-km-z]{16,22}#[1-9A-HJ-NP-Za-km-z]{50}$/.test(path)
    ? link
    : undefined;
}
