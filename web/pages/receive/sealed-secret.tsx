import { createEffect, createSignal, For, onMount, Show } from 'solid-js';
import { sealedContent } from '#client/sealed-content.ts';
import { sentences } from '#web/i18n/lists.ts';
import { receive as messages } from '#words/receive.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { brand } from '#web/app/layout/brand.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { focusIfFree } from '#web/app/focus.ts';
import { createServerNow } from '#web/clock.ts';
import { Button } from '#web/ui/button.tsx';
import { PasswordField } from '#web/ui/password-field.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { OpeningProgress } from './opening-progress.tsx';
import type { ReceiveState, ReadyState } from './state.ts';
import styles from './sealed-secret.module.css';

interface SealedSecretProps {
  readonly now: Extract<ReceiveState, { at: 'ready' | 'opening' }>;
  readonly onOpen: (password?: string) => void;
  readonly onRetryNow: () => void;
}

/** The state of a sealed secret, and the button that opens it. */
export function SealedSecret(props: SealedSecretProps) {
  const [password, setPassword] = createSignal('');
  const ready = (): ReadyState => (props.now.at === 'ready' ? props.now : props.now.ready);
  const progress = () => (props.now.at === 'opening' ? props.now.progress : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (props.now.at === 'ready') props.onOpen(ready().password ? password() : undefined);
  };
  let form: HTMLFormElement | undefined;
  const field = () => form?.querySelector<HTMLInputElement>('input:not([hidden])');
  onMount(() => focusIfFree(field()));
  createEffect(() => {
    if (ready().error && ready().password) queueMicrotask(() => field()?.select());
  });
  return (
    <section class={styles['paper']}>
      <Seal letter={brand().initial} state="whole" />
      <Heading class={styles['heading']}>{messages.ready.title}</Heading>
      <Show when={contentWords(ready())}>{(words) => <p class={styles['content']}>{words()}</p>}</Show>
      <p class={styles['lede']}>{lede(ready().description)}</p>
      <form ref={(element) => (form = element)} class={styles['form']} novalidate onSubmit={submit}>
        <Show when={ready().password}>
          <div class={styles['password']}>
            {/* There is no user name, but password managers look for a field with one. */}
            <input hidden type="text" autocomplete="username" />
            <PasswordField
              label={messages.password.label}
              hint={ready().error === undefined ? attempts(ready()) : undefined}
              error={passwordError(ready())}
              show={messages.password.show}
              hide={messages.password.hide}
              value={password()}
              onInput={setPassword}
              readOnly={props.now.at === 'opening'}
            />
          </div>
        </Show>
        <Show when={!ready().password && ready().error}>
          {(error) => <p role="alert">{messages.error[error()]}</p>}
        </Show>
        <Button type="submit" variant="primary" aria-disabled={props.now.at === 'opening'}>
          {props.now.at === 'opening' ? messages.opening.busy : messages.ready.open}
        </Button>
      </form>
      <Show when={progress()} fallback={<Foot description={ready().description} />}>
        {(now) => <OpeningProgress now={now()} onRetryNow={props.onRetryNow} />}
      </Show>
      <Show when={ready().description.openedAt.length > 0 && !ready().description.resumable}>
        <OpenedBefore openedAt={ready().description.openedAt} />
      </Show>
    </section>
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

function lede({ resumable, maxViews, viewsLeft }: DescribeReply): string {
  if (resumable) return messages.ready.resumed;
  if (viewsLeft === null) return messages.ready.unlimited;
  if (viewsLeft > 1) return say(messages.ready[viewsLeft === maxViews ? 'several' : 'more'], { count: viewsLeft });
  return maxViews > 1 ? messages.ready.lastOfMany : messages.ready.once;
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
