import type { ParentProps } from 'solid-js';
import styles from './button.module.css';

export interface ButtonLinkProps {
  readonly href: string;
  readonly onClick?: () => void;
}

/**
 * A link among buttons that looks like one of them. Another tab, because a browser may hand a `mailto:` link to webmail,
 * which would replace this page; for a mail program, browsers open no tab or close it again.
 */
export function ButtonLink(props: ParentProps<ButtonLinkProps>) {
  return (
    <a
      class={`${styles['button'] ?? ''} ${styles['link'] ?? ''}`}
      data-variant="quiet"
      href={props.href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={() => props.onClick?.()}
    >
      {props.children}
    </a>
  );
}
