import type { ParentProps } from 'solid-js';
import styles from './notice.module.css';

export interface NoticeProps {
  readonly tone: 'info' | 'ok' | 'warn' | 'error';
  /** It was always there: nobody is told of it. */
  readonly quiet?: boolean;
}

/** A sentence in place. Warnings and errors are said by a screen reader as soon as they appear. */
export function Notice(props: ParentProps<NoticeProps>) {
  return (
    <div
      class={styles['notice']}
      data-tone={props.tone}
      role={props.quiet ? undefined : props.tone === 'error' || props.tone === 'warn' ? 'alert' : 'status'}
    >
      {props.children}
    </div>
  );
}
