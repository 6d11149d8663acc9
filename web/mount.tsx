import { Show } from 'solid-js';
import type { Component } from 'solid-js';
import { render } from 'solid-js/web';
import { layout } from '#messages/layout.ts';
import { isSecure } from '#web/layout/environment.ts';
import { Notice } from '#web/ui/notice.tsx';
import '#web/styles/index.css';

/** Shows a page in place of what the shell holds for the case that no script starts. */
export function mount(Page: Component): void {
  if (isSecure()) show(Page, false);
  else void mountOverPlainHttp(Page);
}

/** Refused, unless the operator insists; then there is no WebCrypto, and the warning stays. */
async function mountOverPlainHttp(Page: Component): Promise<void> {
  const { isPlainHttpAllowed } = await import('#web/layout/plain-http.ts');
  if (await isPlainHttpAllowed()) show(Page, true);
  else show((await import('#web/layout/insecure-page.tsx')).InsecurePage, false);
}

function show(Page: Component, warned: boolean): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('The shell has no place for the page.');
  root.replaceChildren();
  render(
    () => (
      <>
        <Show when={warned}>
          <div class="plain-http">
            <Notice tone="warn">{layout.insecureWarning}</Notice>
          </div>
        </Show>
        <Page />
      </>
    ),
    root,
  );
}
