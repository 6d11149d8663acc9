import type { Component } from 'solid-js';
import { render } from 'solid-js/web';
import { isSecure } from '#web/app/layout/environment.ts';
import '#web/styles/index.css';

/** Shows a page in place of what the shell holds for the case that no script starts. */
export function mount(Page: Component): void {
  if (isSecure()) show(Page);
  else void mountOverPlainHttp(Page);
}

/** Refused, unless the operator insists; then there is no WebCrypto, and a warning stays. */
async function mountOverPlainHttp(Page: Component): Promise<void> {
  const { overPlainHttp } = await import('#web/app/layout/over-plain-http.tsx');
  show(await overPlainHttp(Page));
}

function show(Page: Component): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('The shell has no place for the page.');
  root.replaceChildren();
  render(() => <Page />, root);
}
