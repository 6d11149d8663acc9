import { Show } from 'solid-js';
import { sealedDetails as words } from '#words/sealed-details.ts';
import { link as linkWords } from '#words/link.ts';
import styles from '#web/parts/sending/sealed.module.css';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { SealedPassword } from './sealed-password.tsx';
import { sayContents, sayExpiry, sayOpenings } from './say-terms.ts';
import type { ComposeState } from './state.ts';

export interface SealedSummaryProps {
  readonly sealed: Extract<ComposeState, { at: 'sealed' }>;
}

export function SealedSummary(props: SealedSummaryProps) {
  const shared = () => props.sealed.shared;
  return (
    <dl class={styles['terms']}>
      <Show when={props.sealed.contents.files > 0}>
        <div>
          <dt>{words.holds}</dt>
          <dd>{sayContents(props.sealed.contents)}</dd>
        </div>
      </Show>
      <div>
        <dt>{words.opens}</dt>
        <dd>{sayOpenings(shared().maxViews, props.sealed.conditions?.people?.length)}</dd>
      </div>
      <div>
        <dt>{words.until}</dt>
        <dd>{sayExpiry(shared().expiresAt)}</dd>
      </div>
      <div>
        <dt>{words.password}</dt>
        <dd>
          <Show when={props.sealed.password} fallback={words.passwordText.false}>
            {(password) => <SealedPassword password={password().value} />}
          </Show>
        </dd>
      </div>
      <Show when={props.sealed.replyRequest}>
        {(request) => (
          <div>
            <dt>{words.reply}</dt>
            <dd>
              <p class={styles['line']}>{shared().maxViews === 1 ? words.replyOnce : words.replyFirst}</p>
              <OwnLink
                link={request().manageLink}
                label={words.readReply}
                copy={words.copyReply}
                hint={words.replyHint[request().listed ? 'listed' : 'unlisted']}
                listed={request().listed}
              />
            </dd>
          </div>
        )}
      </Show>
      <div>
        <dt>{words.yours}</dt>
        <dd>
          <OwnLink
            link={shared().manageLink}
            label={words.manage}
            copy={words.copyManage}
            hint={words.manageHint[props.sealed.listed ? 'listed' : 'unlisted']}
            listed={props.sealed.listed}
          />
        </dd>
      </div>
    </dl>
  );
}

interface OwnLinkProps {
  readonly link: string;
  readonly label: string;
  readonly copy: string;
  readonly hint: string;
  readonly listed: boolean;
}

function OwnLink(props: OwnLinkProps) {
  return (
    <>
      <a href={props.link}>{props.label}</a>{' '}
      <CopyButton
        variant="plain"
        text={() => props.link}
        label={props.copy}
        copied={words.copied}
        failed={linkWords.copyAddress}
      />
      <p class={props.listed ? styles['hint'] : undefined}>{props.hint}</p>
    </>
  );
}
