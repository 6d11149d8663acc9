import { For, Show } from 'solid-js';
import type { JSX, ParentProps } from 'solid-js';
import { sealedContent } from '#client/sealed-content.ts';
import { sentences } from '#web/i18n/lists.ts';
import { receive as messages } from '#words/receive.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { brand } from '#web/app/layout/brand.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { createServerNow } from '#web/clock.ts';
import { LateFromLine } from '#web/parts/session/late-from-line.tsx';
import { PasswordField } from '#web/ui/password-field.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { OpeningProgress } from './opening-progress.tsx';
import type { OpeningPhase, ReadyState } from './state.ts';
import styles from './sealed-secret.module.css';

interface SealedPaperProps {
  readonly ready: ReadyState;
  readonly lede: JSX.Element;
  readonly progress?: OpeningPhase | undefined;
  readonly onRetryNow: () => void;
}

/** A sealed secret, and what is known about it before it is opened. Its children open it. */
export function SealedPaper(props: ParentProps<SealedPaperProps>) {
  const description = () => props.ready.description;
  return (
    <section class={styles['paper']}>
      <Seal letter={brand().initial} state="whole" />
      <Heading class={styles['heading']}>{messages.ready.title}</Heading>
      <Show when={contentWords(props.ready)}>{(words) => <p class={styles['content']}>{words()}</p>}</Show>
      <LateFromLine from={description().from} />
      <p class={styles['lede']}>{props.lede}</p>
      {props.children}
      <Show when={props.progress} fallback={<Foot description={description()} />}>
        {(now) => <OpeningProgress now={now()} onRetryNow={props.onRetryNow} />}
      </Show>
      <Show when={description().openedAt.length > 0 && !description().resumable}>
        <OpenedBefore openedAt={description().openedAt} />
      </Show>
    </section>
  );
}

interface SealedPasswordProps {
  readonly ready: ReadyState;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly readOnly: boolean;
}

export function SealedPassword(props: SealedPasswordProps) {
  return (
    <div class={styles['password']}>
      {/* There is no user name, but password managers look for a field with one. */}
      <input hidden type="text" autocomplete="username" />
      <PasswordField
        label={messages.password.label}
        hint={props.ready.error === undefined ? attempts(props.ready) : undefined}
        error={passwordError(props.ready)}
        show={messages.password.show}
        hide={messages.password.hide}
        value={props.value}
        onInput={props.onInput}
        readOnly={props.readOnly}
      />
    </div>
  );
}

function Foot(props: { readonly description: DescribeReply }) {
  const now = createServerNow();
  const expiresAt = () => props.description.expiresAt;
  return (
    <p class={styles['foot']}>
      <Show when={!props.description.resumable && props.description.viewsLeft}>
        {(left) => (
          <>
            {left() > 1 ? messages.ready.unspentOneOfMany : messages.ready.unspent}
            <br />
          </>
        )}
      </Show>
      {say(messages.ready.expires, { left: formatLeft(expiresAt(), now()), when: formatAbsolute(expiresAt()) })}
      <Show when={(props.description.firstExpiresAt ?? 0) > expiresAt()}>
        <br />
        {messages.ready.shortened}
      </Show>
    </p>
  );
}

function OpenedBefore(props: { readonly openedAt: readonly number[] }) {
  return (
    <div class={styles['before']}>
      <p>{say(messages.ready.openedBefore, { count: props.openedAt.length })}</p>
      <ul class={styles['times']}>
        <For each={props.openedAt}>{(time) => <li>{formatAbsolute(time)}</li>}</For>
      </ul>
      <p>{say(messages.ready.notYou, { count: props.openedAt.length })}</p>
    </div>
  );
}

/** The kind and size of the content, as the server knows them, and whether it needs a password. */
function contentWords({ description, password }: ReadyState): string {
  const kind = kindAndSize(description);
  const needed = password ? messages.content.password : undefined;
  if (kind === undefined || needed === undefined) return kind ?? needed ?? '';
  return sentences(kind, needed);
}

function kindAndSize(description: DescribeReply): string | undefined {
  const content = sealedContent(description);
  if (content?.aboutBytes === undefined) return content && messages.content.smallText;
  return say(messages.content[content.kind], { size: formatBytes(content.aboutBytes) });
}

function passwordError(ready: ReadyState): string | undefined {
  if (ready.error === undefined) return undefined;
  return sentences(messages.error[ready.error], attempts(ready));
}

function attempts({ description, error }: ReadyState): string {
  const { attemptsLeft, onLimit, resumable } = description;
  const isWrong = error === 'wrong-password';
  if (resumable || attemptsLeft === undefined) return isWrong ? messages.password.asBefore : messages.password.again;
  const words = isWrong ? messages.password.next : messages.password.first;
  return say(words[onLimit ?? 'lock'], { left: attemptsLeft });
}
