import type { JSX, ParentProps } from 'solid-js';
import styles from './facts.module.css';

export function Facts(props: ParentProps) {
  return <dl class={styles['facts']}>{props.children}</dl>;
}

export function Fact(props: { readonly name: string; readonly children: JSX.Element }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
