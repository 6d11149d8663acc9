import { createEffect, on } from 'solid-js';

/** Focuses an element if nothing has the focus, or the element that had it has left the page. */
export function focusIfFree(element: HTMLElement | null | undefined): void {
  if (document.activeElement === null || document.activeElement === document.body) element?.focus();
}

/** If the focused element has left the page, focuses the heading, so that screen readers say where the person is. */
export function recoverFocus(): void {
  focusIfFree(document.querySelector<HTMLElement>('main h1'));
}

/** Recovers the focus when an action ends, successfully or not: the confirmation that had it is gone. */
export function createFocusRecovery(acting: () => boolean): void {
  createEffect(
    on(acting, (now, before) => {
      if (before === true && !now) queueMicrotask(recoverFocus);
    }),
  );
}

/** Recovers the focus after each change of a page's state, except the first one: nobody has acted yet. */
export function recoverFocusOnTurns(state: () => { readonly at: string }): void {
  let acted = false;
  createEffect(
    on(
      () => state().at,
      (_, before) => {
        acted ||= before !== undefined && before !== 'looking';
        if (acted) queueMicrotask(recoverFocus);
      },
    ),
  );
}
