import type { JSX } from 'solid-js';
import styles from './button.module.css';

type NativeProps = Pick<
  JSX.ButtonHTMLAttributes<HTMLButtonElement>,
  | 'aria-busy'
  | 'aria-controls'
  | 'aria-describedby'
  | 'aria-disabled'
  | 'aria-expanded'
  | 'aria-label'
  | 'aria-pressed'
  | 'children'
  | 'class'
  | 'disabled'
  | 'id'
  | 'ref'
  | 'title'
  | 'type'
>;

export interface ButtonProps extends NativeProps {
  readonly variant?: 'primary' | 'quiet' | 'danger' | 'plain' | undefined;
  readonly 'data-state'?: string;
  readonly onClick?: JSX.EventHandler<HTMLButtonElement, MouseEvent> | undefined;
}

/** Props are listed individually: a spread would pull a sixth of Solid's runtime into every page. */
export function Button(props: ButtonProps) {
  return (
    <button
      ref={props.ref}
      id={props.id}
      type={props.type ?? 'button'}
      class={props.class === undefined ? styles['button'] : `${styles['button'] ?? ''} ${props.class}`}
      title={props.title}
      disabled={props.disabled}
      data-variant={props.variant ?? 'quiet'}
      data-state={props['data-state']}
      aria-busy={props['aria-busy']}
      aria-controls={props['aria-controls']}
      aria-describedby={props['aria-describedby']}
      aria-disabled={props['aria-disabled']}
      aria-expanded={props['aria-expanded']}
      aria-label={props['aria-label']}
      aria-pressed={props['aria-pressed']}
      onClick={(event) => props.onClick?.(event)}
    >
      {props.children}
    </button>
  );
}
