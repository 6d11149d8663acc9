import { Show } from 'solid-js';
import type { JSX, ParentProps } from 'solid-js';
import { Heading } from '#web/app/layout/page.tsx';
import styles from './statement.module.css';

interface StatementProps {
  readonly title: JSX.Element;
  readonly mark?: JSX.Element;
  readonly text: JSX.Element;
  /** The next step for the person. */
  readonly next?: string | undefined;
  readonly actions?: JSX.Element;
}

/** A page with one message, and what to do next. */
export function Statement(props: ParentProps<StatementProps>) {
  return (
    <section class={styles['paper']}>
      {props.mark}
      <Heading>{props.title}</Heading>
      <p class={styles['text']}>{props.text}</p>
      {props.children}
      <Show when={props.next}>
        <p class={styles['next']}>{props.next}</p>
      </Show>
      <Show when={props.actions}>
        <div class={styles['actions']}>{props.actions}</div>
      </Show>
    </section>
  );
}
