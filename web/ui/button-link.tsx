import type { ParentProps } from 'solid-js';
import styles from './button.module.css';

export interface ButtonLinkProps {
  readonly href: string;
  readonly onClick?: () => void;
}

/** A link among buttons that looks like one of them. */
export function ButtonLink(props: ParentProps<ButtonLinkProps>) {
  return (
    <a
      class={`${styles['button'] ?? ''} ${styles['link'] ?? ''}`}
      data-variant="quiet"
      href={props.href}
      onClick={() => props.onClick?.()}
    >
      {props.children}
    </a>
  );
}
