import { Show } from 'solid-js';
import { brand } from '#web/app/layout/brand.ts';

/** The address for abuse. It is set on every service that accepts reports. */
export function AbuseContact() {
  return (
    <Show when={brand().abuseContact}>
      {(url) => (
        <a href={url()} translate="no" dir="ltr">
          {url().replace(/^mailto:/, '')}
        </a>
      )}
    </Show>
  );
}
