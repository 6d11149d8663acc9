import { Show } from 'solid-js';
import type { Component } from 'solid-js';
import { render } from 'solid-js/web';
import { isSecure } from '#web/layout/environment.ts';
import { Notice } from '#web/ui/notice.tsx';
import '#web/styles/index.css';

/** Shows a page in place of what the shell holds for the case that no script starts. */
export function mount(Page: Component): void {
  if (isSecure()) show(Page);
  else void mountOverPlainHttp(Page);
}

/** Refused, unless the operator insists; then there is no WebCrypto, and the warning stays. */
async function mountOverPlainHttp(Page: Component): Promise<void> {
  const { allowedPlainHttp } = await import('#web/layout/plain-http.ts');
  const warning = await allowedPlainHttp();
  if (warning !== undefined) show(Page, warning);
  else show((await import('#web/layout/insecure-page.tsx')).InsecurePage);
}

function show(Page: Component, warning?: string): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('The shell has no place for the page.');
  root.replaceChildren();
  render(
    () => (
      <>
        <Show when={warning}>
          <div class="plain-http">
            <Notice tone="warn">{warning}</Notice>
          </div>
        </Show>
        <Page />
      </>
    ),
    root,
  );
}
