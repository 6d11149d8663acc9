import { createEffect, createMemo, on } from 'solid-js';

const CONTROLS = 'input:not([hidden]), textarea, button';

/**
 * When a form has a new error, focuses the first control that is marked with it: by `aria-invalid`, or by being inside
 * an element with `data-state="error"`.
 */
export function createFaultFocus(form: () => HTMLElement | undefined, error: () => object | undefined): void {
  const latest = createMemo(error);
  createEffect(
    on(latest, (fault) => {
      if (fault !== undefined) queueMicrotask(() => focusFault(form()));
    }),
  );
}

function focusFault(form: HTMLElement | undefined): void {
  const marked = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-state="error"]');
  const control = marked?.matches(CONTROLS) ? marked : marked?.querySelector<HTMLElement>(CONTROLS);
  control?.focus();
}
