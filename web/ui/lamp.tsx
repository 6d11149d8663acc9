import styles from './lamp.module.css';

interface LampProps {
  /** `ok` and `error` are lit, `warn` has a red rim, `none` is off. */
  readonly tone: 'ok' | 'warn' | 'error' | 'none';
}

/** Decoration next to words, never instead of them. */
export function Lamp(props: LampProps) {
  return <span class={styles['lamp']} data-tone={props.tone} aria-hidden="true" />;
}
