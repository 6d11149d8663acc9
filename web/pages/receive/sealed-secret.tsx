import { createEffect, createSignal, onMount, Show } from 'solid-js';
import { receive as messages } from '#words/receive.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { say } from '#web/i18n/words.ts';
import { focusIfFree } from '#web/app/focus.ts';
import { Button } from '#web/ui/button.tsx';
import { SealedPaper, SealedPassword } from './sealed-paper.tsx';
import type { Given, ReceiveState, ReadyState } from './state.ts';
import styles from './sealed-secret.module.css';

interface SealedSecretProps {
  readonly now: Extract<ReceiveState, { at: 'ready' | 'opening' }>;
  readonly onOpen: (given: Given) => void;
  readonly onRetryNow: () => void;
}

/** The state of a sealed secret, and the button that opens it. */
export function SealedSecret(props: SealedSecretProps) {
  const [password, setPassword] = createSignal('');
  const ready = (): ReadyState => (props.now.at === 'ready' ? props.now : props.now.ready);
  const progress = () => (props.now.at === 'opening' ? props.now.progress : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (props.now.at === 'ready') props.onOpen(ready().password ? { password: password() } : {});
  };
  let form: HTMLFormElement | undefined;
  const field = () => form?.querySelector<HTMLInputElement>('input:not([hidden])');
  onMount(() => focusIfFree(field()));
  createEffect(() => {
    if (ready().error && ready().password) queueMicrotask(() => field()?.select());
  });
  return (
    <SealedPaper
      ready={ready()}
      lede={countWords(ready().description)}
      progress={progress()}
      onRetryNow={() => props.onRetryNow()}
    >
      <form ref={(element) => (form = element)} class={styles['form']} novalidate onSubmit={submit}>
        <Show when={ready().password}>
          <SealedPassword
            ready={ready()}
            value={password()}
            onInput={setPassword}
            readOnly={props.now.at === 'opening'}
          />
        </Show>
        <Show when={!ready().password && ready().error}>
          {(error) => <p role="alert">{messages.error[error()]}</p>}
        </Show>
        <Button type="submit" variant="primary" aria-disabled={props.now.at === 'opening'}>
          {props.now.at === 'opening' ? messages.opening.busy : messages.ready.open}
        </Button>
      </form>
    </SealedPaper>
  );
}

/** How often it can be opened. */
export function countWords({ resumable, maxViews, viewsLeft }: DescribeReply): string {
  if (resumable) return messages.ready.resumed;
  if (viewsLeft === null) return messages.ready.unlimited;
  if (viewsLeft > 1) return say(messages.ready[viewsLeft === maxViews ? 'several' : 'more'], { count: viewsLeft });
  return maxViews > 1 ? messages.ready.lastOfMany : messages.ready.once;
}
