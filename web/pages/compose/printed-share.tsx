import { createSignal, onMount, Show } from 'solid-js';
import { sealed as words } from '#messages/compose.ts';
import type QrCode from '#web/ui/qr-code.tsx';
import styles from './printed-share.module.css';
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
      <p class={styles['link']} translate="no">
        <bdi class="mono">{props.link}</bdi>
      </p>
      <dl class={styles['terms']}>
        <Show when={props.sealed.contents.files > 0}>
          <dt>{words.terms.holds}</dt>
          <dd>{words.terms.contents(props.sealed.contents)}</dd>
        </Show>
        <dt>{words.terms.opens}</dt>
        <dd>{words.terms.opensCount(shared().maxViews)}</dd>
        <dt>{words.terms.until}</dt>
        <dd>{words.terms.untilText(shared().expiresAt)}</dd>
        <dt>{words.terms.password}</dt>
        <dd>{words.terms.passwordText[shared().hasPassword ? 'true' : 'false']}</dd>
      </dl>
    </div>
  );
}
