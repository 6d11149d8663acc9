import { Show } from 'solid-js';
import { sealed as words } from '#messages/compose.ts';
import { link as linkWords } from '#words/link.ts';
import styles from '#web/parts/sending/sealed.module.css';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { SealedPassword } from './sealed-password.tsx';
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
          <dt>{words.terms.holds}</dt>
          <dd>{words.terms.contents(props.sealed.contents)}</dd>
        </div>
      </Show>
      <div>
        <dt>{words.terms.opens}</dt>
        <dd>{words.terms.opensCount(shared().maxViews)}</dd>
      </div>
      <div>
        <dt>{words.terms.until}</dt>
        <dd>{words.terms.untilText(shared().expiresAt)}</dd>
      </div>
      <div>
        <dt>{words.terms.password}</dt>
        <dd>
          <Show when={props.sealed.password} fallback={words.terms.passwordText.false}>
            {(password) => <SealedPassword password={password().value} />}
          </Show>
        </dd>
      </div>
      <Show when={props.sealed.replyRequest}>
        {(request) => (
          <div>
            <dt>{words.terms.reply}</dt>
            <dd>
              <p class={styles['line']}>{words.terms.replyText(shared().maxViews)}</p>
              <OwnLink
                link={request().manageLink}
                label={words.terms.readReply}
                copy={words.terms.copyReply}
                hint={words.terms.replyHint[request().listed ? 'listed' : 'unlisted']}
                listed={request().listed}
              />
            </dd>
          </div>
        )}
      </Show>
      <div>
        <dt>{words.terms.yours}</dt>
        <dd>
          <OwnLink
            link={shared().manageLink}
            label={words.terms.manage}
            copy={words.terms.copyManage}
            hint={words.terms.manageHint[props.sealed.listed ? 'listed' : 'unlisted']}
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
