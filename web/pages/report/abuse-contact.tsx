import { Show } from 'solid-js';
import { brand } from '#web/app/layout/brand.ts';

/** Whom to write to: set wherever reports are taken. */
export function AbuseContact() {
  return (
    <Show when={brand().abuseContact}>
      {(url) => (
        <a href={url()} translate="no">
          {url().replace(/^mailto:/, '')}
        </a>
      )}
    </Show>
  );
}
