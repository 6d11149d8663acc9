import { Show } from 'solid-js';
import type { SealedTerms } from '#client/open.ts';
import { receive as messages } from '#messages/receive.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { Notice } from '#web/ui/notice.tsx';

/** Said where the server did not keep to what was sealed. */
export function BrokenTerms(props: { readonly mismatch: SealedTerms | undefined }) {
  return (
    <Show when={props.mismatch}>
      {(terms) => (
        <Notice tone="warn">
          <p>
            <strong>{messages.opened.mismatch.title}</strong>
          </p>
          <p>
            {messages.opened.mismatch.text({
              views: messages.opened.mismatch.views(terms().maxViews),
              until: formatAbsolute(terms().expiresAt),
            })}
          </p>
        </Notice>
      )}
    </Show>
  );
}
