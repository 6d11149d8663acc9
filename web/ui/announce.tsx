import { createSignal } from 'solid-js';

const [text, setText] = createSignal('');

/** Has a screen reader say it, politely. The same words twice are said twice. */
export function announce(words: string): void {
  setText((before) => (before === words ? `${words} ` : words));
}

/** Once a page. */
export function LiveRegion() {
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {text()}
    </div>
  );
}
