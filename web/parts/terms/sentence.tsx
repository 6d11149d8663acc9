import type { JSX } from 'solid-js';
import styles from './terms.module.css';

/** The terms as a sentence with controls in it. A mark such as a comma stays on the line of the control before it. */
export function Sentence(props: { readonly children: JSX.Element }) {
  return <p class={styles['sentence']}>{withMarks(props.children)}</p>;
}

/** At the beginning of a text. Some of them are Arabic, Devanagari or East Asian. */
const MARK = /^[.,;:!?)،؛؟।、。，；：！？）]/;

function withMarks(parts: JSX.Element): JSX.Element {
  if (!Array.isArray(parts)) return parts;
  return parts.map((part: JSX.Element, i) => {
    if (typeof part === 'string') return i === 0 ? part : part.replace(MARK, '');
    return (
      <span class={styles['unbroken']}>
        {part}
        {markOf(parts[i + 1])}
      </span>
    );
  });
}

const markOf = (next: JSX.Element) => (typeof next === 'string' ? MARK.exec(next)?.[0] : undefined);
