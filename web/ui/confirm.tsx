import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';
import styles from './confirm.module.css';

export interface ConfirmProps {
  readonly ask: JSX.Element;
  /** The button's accessible name, where several buttons have the same text. */
  readonly askDescription?: string;
  readonly question: JSX.Element;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly variant?: ButtonProps['variant'];
  readonly disabled?: boolean;
  /** Nothing would be lost, so it happens without a question. */
  readonly needless?: boolean;
}

/** A button that asks for confirmation in place before doing something that can't be undone. */
export function Confirm(props: ConfirmProps) {
  const [asking, setAsking] = createSignal(false);
  let ask: HTMLButtonElement | undefined;
  const cancel = () => {
    setAsking(false);
    ask?.focus();
  };
  const confirm = () => {
    setAsking(false);
    props.onYes();
  };
  return (
    <Show
      when={asking()}
      fallback={
        <Button
          ref={(element) => (ask = element)}
          variant={props.variant ?? 'quiet'}
          aria-label={props.askDescription}
          disabled={props.disabled ?? false}
          onClick={() => (props.needless ? props.onYes() : setAsking(true))}
        >
          {props.ask}
        </Button>
      }
    >
      <div
        class={styles['confirm']}
        role="group"
        onKeyDown={(event) => {
          if (event.key === 'Escape') cancel();
        }}
      >
        <p class={styles['question']} role="alert">
          {props.question}
        </p>
        <Button variant="danger" onClick={confirm}>
          {props.yes}
        </Button>
        <Button variant="plain" ref={(element) => queueMicrotask(() => element.focus())} onClick={cancel}>
          {props.no}
        </Button>
      </div>
    </Show>
  );
}
