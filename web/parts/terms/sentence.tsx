import type { JSX } from 'solid-js';
import styles from './terms.module.css';

/** The terms as a sentence with controls in it. Browsers would break the line between a control and a comma after it. */
export function Sentence(props: { readonly children: JSX.Element }) {
  return <p class={styles['sentence']}>{withMarks([props.children].flat())}</p>;
}

function withMarks(parts: readonly JSX.Element[]): JSX.Element[] {
  return parts.map((part, i) => {
    if (typeof part === 'string') return i === 0 ? part : part.replace(/^[.,]/, '');
    const mark = markOf(parts[i + 1]);
    return (
      <span class={styles['unbroken']}>
        {part}
        {mark}
      </span>
    );
  });
}

const markOf = (next: JSX.Element) => (typeof next === 'string' ? /^[.,]/.exec(next)?.[0] : undefined);
