import { splitProps } from 'solid-js';
import type { JSX } from 'solid-js';
import styles from './button.module.css';

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'primary' | 'quiet' | 'danger' | 'plain';
}

export function Button(props: ButtonProps) {
  const [own, native] = splitProps(props, ['variant', 'class']);
  return (
    <button
      type="button"
      {...native}
      class={own.class === undefined ? styles['button'] : `${styles['button'] ?? ''} ${own.class}`}
      data-variant={own.variant ?? 'quiet'}
    />
  );
}
