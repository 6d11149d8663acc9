import { createEffect, on } from 'solid-js';

/** When what had the focus is gone from the page, the page's heading takes it: a screen reader says where one is now. */
export function recoverFocus(): void {
  if (document.activeElement === null || document.activeElement === document.body) {
    document.querySelector<HTMLElement>('main h1')?.focus();
  }
}

/** When an act that was asked for has ended, whichever way: the question that had the focus is gone. */
export function createFocusRecovery(acting: () => boolean): void {
  createEffect(
    on(acting, (now, before) => {
      if (before === true && !now) queueMicrotask(recoverFocus);
    }),
  );
}

/** After each turn of a page's state but the first, which nobody has asked for. */
export function recoverFocusOnTurns(state: () => { readonly at: string }): void {
  createEffect(
    on(
      () => state().at,
      (_, before) => {
        if (before !== undefined && before !== 'looking') queueMicrotask(recoverFocus);
      },
    ),
  );
}
