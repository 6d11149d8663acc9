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

/** After each turn of a page's state, except while the page first looks: nobody has asked for that. */
export function recoverFocusOnTurns(state: () => { readonly at: string }): void {
  let begun = false;
  createEffect(
    on(
      () => state().at,
      (_, before) => {
        begun ||= before !== undefined && before !== 'looking';
        if (begun) queueMicrotask(recoverFocus);
      },
    ),
  );
}
