import { createSignal, onMount, Show } from 'solid-js';
import { sealedDetails as words } from '#words/sealed-details.ts';
import type QrCode from '#web/ui/qr-code.tsx';
import styles from './printed-share.module.css';
import { sayContents, sayExpiry, sayOpenings } from './say-terms.ts';
import type { ComposeState } from './state.ts';

interface PrintedShareProps {
  readonly sealed: Extract<ComposeState, { at: 'sealed' }>;
  /** Without the key if that is sent separately. */
  readonly link: string;
}

/** A separate function, like `importPanel` in opened-files.tsx. */
const importQrCode = () => import('#web/ui/qr-code.tsx');

/** Replaces the page on paper, which other people may see: the link and its terms, but no password or manage link. */
export function PrintedShare(props: PrintedShareProps) {
  const [Code, setCode] = createSignal<typeof QrCode>();
  // Nothing can load once printing has begun. Without this module, the link alone is printed.
  onMount(() => {
    void importQrCode()
      .then((loaded) => setCode(() => loaded.default))
      .catch(() => undefined);
  });
  const shared = () => props.sealed.shared;
  return (
    <div class={styles['printed']}>
      <Show when={Code()} keyed>
        {(Code) => <Code text={props.link} label={words.qrLabel} />}
      </Show>
      <p class={styles['link']} translate="no" dir="ltr">
        <bdi class="mono">{props.link}</bdi>
      </p>
      <dl class={styles['terms']}>
        <Show when={props.sealed.contents.files > 0}>
          <dt>{words.holds}</dt>
          <dd>{sayContents(props.sealed.contents)}</dd>
        </Show>
        <dt>{words.opens}</dt>
        <dd>{sayOpenings(shared().maxViews, props.sealed.conditions?.people?.length)}</dd>
        <Show when={props.sealed.conditions?.notBefore}>
          {(at) => (
            <>
              <dt>{words.from}</dt>
              <dd>{sayExpiry(at())}</dd>
            </>
          )}
        </Show>
        <dt>{words.until}</dt>
        <dd>{sayExpiry(shared().expiresAt)}</dd>
        <dt>{words.password}</dt>
        <dd>{words.passwordText[shared().hasPassword ? 'true' : 'false']}</dd>
      </dl>
    </div>
  );
}
