import type { Component } from 'solid-js';
import { insecure } from '#messages/insecure.ts';
import { Notice } from '#web/ui/notice.tsx';
import { InsecurePage } from './insecure-page.tsx';
import { allowPlainHttp } from './plain-http.ts';

/** @returns the page under a warning that stays, where that is allowed; else the refusal */
export async function overPlainHttp(Page: Component): Promise<Component> {
  if (!(await allowPlainHttp())) return InsecurePage;
  return () => (
    <>
      <div class="plain-http">
        <Notice tone="warn">{insecure.warning}</Notice>
      </div>
      <Page />
    </>
  );
}
