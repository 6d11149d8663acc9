import { createEffect } from 'solid-js';
import type { Component } from 'solid-js';
import { render } from 'solid-js/web';
import { isSecure } from '#web/app/layout/environment.ts';
import { chosenWords } from '#web/i18n/switch-language.ts';
import { words } from '#web/i18n/words.ts';
import '#web/styles/index.css';

/**
 * Replaces the shell's fallback, which is there in case no script starts, with the page. If boot.ts misses a feature,
 * the page does not start.
 */
export function mount(Page: Component): void {
  if (document.documentElement.dataset['start'] === 'unsupported') return;
  const chosen = chosenWords();
  if (chosen === undefined) start(Page);
  else void chosen.then(() => start(Page));
}

function start(Page: Component): void {
  if (isSecure()) show(Page);
  else void mountOverPlainHttp(Page);
}

/** Refuses, unless the operator allows plain http. Then the page works without WebCrypto, under a permanent warning. */
async function mountOverPlainHttp(Page: Component): Promise<void> {
  const { overPlainHttp } = await import('#web/app/layout/over-plain-http.tsx');
  show(await overPlainHttp(Page));
}

function show(Page: Component): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('The shell has no #app element.');
  root.replaceChildren();
  render(() => {
    createEffect(() => {
      const { lang, dir } = words();
      Object.assign(document.documentElement, { lang, dir });
    });
    return <Page />;
  }, root);
}
