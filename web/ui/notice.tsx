import type { ParentProps } from 'solid-js';
import styles from './notice.module.css';

export interface NoticeProps {
  readonly tone: 'info' | 'ok' | 'warn' | 'error';
  /** Not announced, because it was there from the start. */
  readonly quiet?: boolean;
}

/** A message in the page. Screen readers announce warnings and errors as soon as they appear. */
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
