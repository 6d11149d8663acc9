import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';
import styles from './confirm.module.css';

export interface ConfirmProps {
  readonly ask: JSX.Element;
  /** To tell two such buttons apart when they are heard, not seen. */
  readonly askDescription?: string;
  readonly question: JSX.Element;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly variant?: ButtonProps['variant'];
  readonly disabled?: boolean;
  /** There is nothing to lose yet: it is done without asking. */
  readonly needless?: boolean;
}

/** A button that asks in its own place before it does what cannot be undone. */
export function Confirm(props: ConfirmProps) {
  const [asking, setAsking] = createSignal(false);
  let ask: HTMLButtonElement | undefined;
  const turnBack = () => {
    setAsking(false);
    ask?.focus();
  };
  const goOn = () => {
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
          if (event.key === 'Escape') turnBack();
        }}
      >
        <p class={styles['question']} role="alert">
          {props.question}
        </p>
        <Button variant="danger" onClick={goOn}>
          {props.yes}
        </Button>
        <Button variant="plain" ref={(element) => queueMicrotask(() => element.focus())} onClick={turnBack}>
          {props.no}
        </Button>
      </div>
    </Show>
  );
}
