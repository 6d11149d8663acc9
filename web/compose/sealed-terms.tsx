import { Show } from 'solid-js';
import type { Shared } from '#client/share.ts';
import { sealed as words } from '#messages/compose.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import type { Contents } from './composing.ts';
import styles from './sealed-share.module.css';

export interface SealedTermsProps {
  readonly shared: Shared;
  readonly contents: Contents;
  readonly listed: boolean;
}

export function SealedTerms(props: SealedTermsProps) {
  return (
    <dl class={styles['terms']}>
      <Show when={props.contents.files > 0}>
        <div>
          <dt>{words.terms.holds}</dt>
          <dd>{words.terms.contents(props.contents)}</dd>
        </div>
      </Show>
      <div>
        <dt>{words.terms.opens}</dt>
        <dd>{words.terms.opensCount(props.shared.maxViews)}</dd>
      </div>
      <div>
        <dt>{words.terms.until}</dt>
        <dd>{words.terms.untilText(props.shared.expiresAt)}</dd>
      </div>
      <div>
        <dt>{words.terms.password}</dt>
        <dd>{words.terms.passwordText[props.shared.hasPassword ? 'true' : 'false']}</dd>
      </div>
      <div>
        <dt>{words.terms.yours}</dt>
        <dd>
          <a href={props.shared.manageLink}>{words.terms.manage}</a>{' '}
          <CopyButton
            variant="plain"
            text={() => props.shared.manageLink}
            label={words.terms.copyManage}
            copied={words.copied}
            failed={words.copyFailed}
          />
          <Show when={!props.listed} fallback={<p class={styles['hint']}>{words.terms.manageHint.listed}</p>}>
            <p>{words.terms.manageHint.unlisted}</p>
          </Show>
        </dd>
      </div>
    </dl>
  );
}
