import { createSignal } from 'solid-js';

const [text, setText] = createSignal('');

/** Makes screen readers announce the words politely. Repeated words are announced again. */
export function announce(words: string): void {
  setText((before) => (before === words ? `${words} ` : words));
}

/** Rendered once per page. */
export function LiveRegion() {
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {text()}
    </div>
  );
}
