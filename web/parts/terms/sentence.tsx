import type { JSX } from 'solid-js';
import styles from './terms.module.css';

/** The terms as a sentence with controls in it. A comma, semicolon or full stop stays on the line of the control before it. */
export function Sentence(props: { readonly children: JSX.Element }) {
  return <p class={styles['sentence']}>{withMarks(props.children)}</p>;
}

function withMarks(parts: JSX.Element): JSX.Element {
  if (!Array.isArray(parts)) return parts;
  return parts.map((part: JSX.Element, i) => {
    if (typeof part === 'string') return i === 0 ? part : part.replace(/^[.,;]/, '');
    return (
      <span class={styles['unbroken']}>
        {part}
        {markOf(parts[i + 1])}
      </span>
    );
  });
}

const markOf = (next: JSX.Element) => (typeof next === 'string' ? /^[.,;]/.exec(next)?.[0] : undefined);
