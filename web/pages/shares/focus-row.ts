import { createComputed, on } from 'solid-js';
import { recoverFocus } from '#web/app/focus.ts';

const linkIn = (row: Element | null | undefined) => row?.querySelector<HTMLElement>('[data-entry]') ?? undefined;

/** Focuses the row of an entry, or the heading if the row is not on the page. */
export function focusRow(id: string | undefined): void {
  const links = document.querySelectorAll<HTMLElement>('[data-entry]');
  [...links].find((link) => link.dataset['entry'] === id)?.focus();
  recoverFocus();
}

/**
 * Keeps the focus where it is when its row moves, and passes it to the row beside when its row leaves the page. Browsers
 * drop the focus in both cases.
 */
export function createRowFocus(rows: () => unknown): void {
  createComputed(
    on(
      rows,
      () => {
        // This runs before the rows change on the page.
        const focused = document.activeElement;
        const row = focused?.closest('li');
        if (!(focused instanceof HTMLElement) || linkIn(row) === undefined) return;
        const beside = linkIn(row?.nextElementSibling ?? row?.previousElementSibling)?.dataset['entry'];
        queueMicrotask(() => {
          if (document.activeElement !== document.body) return;
          if (focused.isConnected) focused.focus();
          else focusRow(beside);
        });
      },
      { defer: true },
    ),
  );
}
