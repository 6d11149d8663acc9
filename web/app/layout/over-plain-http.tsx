import type { Component } from 'solid-js';
import { insecure } from '#words/insecure.ts';
import { Notice } from '#web/ui/notice.tsx';
import { Page } from './page.tsx';
import { allowPlainHttp } from './plain-http.ts';

/** @returns the page under a permanent warning if the operator allows plain http, or else a page that refuses */
export async function overPlainHttp(Allowed: Component): Promise<Component> {
  if (!(await allowPlainHttp())) return InsecurePage;
  return () => (
    <>
      <div class="plain-http">
        <Notice tone="warn">{insecure.warning}</Notice>
      </div>
      <Allowed />
    </>
  );
}

/** Replaces every page: over plain http, nothing can be sealed or opened safely. */
function InsecurePage() {
  return (
    <Page title={insecure.title} lede={insecure.reason}>
      <p>{insecure.next}</p>
    </Page>
  );
}
