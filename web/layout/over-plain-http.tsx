import type { Component } from 'solid-js';
import { allowSoftwareAes } from '#crypto/aead.ts';
import { insecure } from '#messages/insecure.ts';
import { api } from '#web/api.ts';
import { Notice } from '#web/ui/notice.tsx';
import { InsecurePage } from './insecure-page.tsx';

/** @returns the page under a warning that stays, where the operator insists on plain http: there sealing is made to work without WebCrypto. Else the refusal */
export async function overPlainHttp(Page: Component): Promise<Component> {
  try {
    const { allowInsecureHttp } = await api.config();
    if (!allowInsecureHttp) return InsecurePage;
    await allowSoftwareAes();
  } catch {
    return InsecurePage;
  }
  return () => (
    <>
      <div class="plain-http">
        <Notice tone="warn">{insecure.warning}</Notice>
      </div>
      <Page />
    </>
  );
}
