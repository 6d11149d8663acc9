import { Show } from 'solid-js';
import { asked as words } from '#messages/ask.ts';
import { link as linkWords } from '#messages/link.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { CopyLine } from '#web/parts/link/copy-line.tsx';
import { LinkWays } from '#web/parts/link/link-ways.tsx';
import styles from '#web/parts/sending/sealed.module.css';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Seal } from '#web/ui/seal.tsx';
import type { AskState } from './state.ts';

export interface AskedRequestProps {
  readonly state: Extract<AskState, { at: 'asked' }>;
  /** Whether Ctrl + Enter also copied the link; undefined if it was made with the button. */
  readonly copied: boolean | undefined;
}

export function AskedRequest(props: AskedRequestProps) {
  const asked = () => props.state.asked;
  return (
    <>
      <span class={styles['stamp']}>
        <Seal letter={brand().initial} state="pressed" />
      </span>
      <Show when={props.copied !== undefined}>
        <Notice tone={props.copied ? 'ok' : 'info'}>{props.copied ? words.copiedAlready : words.notCopied}</Notice>
      </Show>
      <CopyLine label={words.link} text={asked().link} plain={asked().linkWithoutKey} action={words.copy} primary />
      <LinkWays link={asked().link} qrLabel={words.qrLabel} qrHint={words.qrHint} />
      <AskedTerms state={props.state} />
      <div class={styles['end']}>
        <a class={styles['another']} href={`${basePath()}ask`}>
          {words.another}
        </a>
      </div>
    </>
  );
}

function AskedTerms(props: Pick<AskedRequestProps, 'state'>) {
  const asked = () => props.state.asked;
  return (
    <dl class={styles['terms']}>
      <div>
        <dt>{words.terms.about}</dt>
        <dd>
          <bdi translate="no">{asked().title}</bdi>
        </dd>
      </div>
      <div>
        <dt>{words.terms.takes}</dt>
        <dd>{words.terms.takesCount(asked().maxAnswers)}</dd>
      </div>
      <div>
        <dt>{words.terms.until}</dt>
        <dd>{words.terms.untilText(asked().expiresAt)}</dd>
      </div>
      <div>
        <dt>{words.terms.stays}</dt>
        <dd>{words.terms.staysText(props.state.terms.answerTtlSeconds, props.state.terms.keep)}</dd>
      </div>
      <div>
        <dt>{words.terms.yours}</dt>
        <dd>
          <a href={asked().manageLink}>{words.terms.manage}</a>{' '}
          <CopyButton
            variant="plain"
            text={() => asked().manageLink}
            label={words.terms.copyManage}
            copied={words.copied}
            failed={linkWords.copyAddress}
          />
          <Show when={!props.state.listed} fallback={<p class={styles['hint']}>{words.terms.manageHint.listed}</p>}>
            <p>{words.terms.manageHint.unlisted}</p>
          </Show>
        </dd>
      </div>
    </dl>
  );
}
