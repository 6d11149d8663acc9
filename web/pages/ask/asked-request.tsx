import { Show } from 'solid-js';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { saySpan } from '#web/i18n/spans.ts';
import { say } from '#web/i18n/words.ts';
import { asked as words } from '#words/asked.ts';
import { link as linkWords } from '#words/link.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { membersOnly } from '#web/parts/facts/members-only.ts';
import { LinkWays } from '#web/parts/link/link-ways.tsx';
import { MadeLink } from '#web/parts/link/made-link.tsx';
import { mailtoOf } from '#web/parts/link/mailto.ts';
import { requestMail } from '#web/parts/link/write-mail.ts';
import styles from '#web/parts/sending/sealed.module.css';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Seal } from '#web/ui/seal.tsx';
import type { AskState } from './state.ts';

export interface AskedRequestProps {
  readonly state: Extract<AskState, { at: 'asked' }>;
  /** Undefined until it is known whether making the link also copied it. */
  readonly copied: boolean | undefined;
  /** The link was copied with its button. */
  readonly onCopied: () => void;
}

export function AskedRequest(props: AskedRequestProps) {
  const asked = () => props.state.asked;
  const mailto = () => {
    const { link, maxAnswers, expiresAt } = asked();
    return mailtoOf(requestMail({ brand: brand().name, link, maxAnswers, expiresAt }));
  };
  return (
    <>
      <span class={styles['stamp']}>
        <Seal letter={brand().initial} state="pressed" />
      </span>
      <MadeLink
        label={words.link}
        link={asked().link}
        linkWithoutKey={asked().linkWithoutKey}
        copied={props.copied}
        onCopied={props.onCopied}
      />
      <LinkWays link={asked().link} qrLabel={words.qrLabel} qrHint={words.qrHint} mailto={mailto()} />
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
  const kept = () => {
    const { answerTtlSeconds, keep } = props.state.terms;
    return say(words.keep[keep], { span: saySpan(words.span, answerTtlSeconds) });
  };
  return (
    <dl class={styles['terms']}>
      <div>
        <dt>{words.about}</dt>
        <dd>
          <bdi translate="no">{asked().title}</bdi>
        </dd>
      </div>
      <div>
        <dt>{words.takes}</dt>
        <dd>{say(words.takesCount, { count: asked().maxAnswers })}</dd>
      </div>
      <Show when={asked().members}>
        {(members) => (
          <div>
            <dt>{words.who}</dt>
            <dd>{membersOnly(members())}</dd>
          </div>
        )}
      </Show>
      <div>
        <dt>{words.until}</dt>
        <dd>{say(words.untilText, { when: formatAbsolute(asked().expiresAt) })}</dd>
      </div>
      <div>
        <dt>{words.stays}</dt>
        <dd>{kept()}</dd>
      </div>
      <div>
        <dt>{words.yours}</dt>
        <dd>
          <a href={asked().manageLink}>{words.manage}</a>{' '}
          <CopyButton
            variant="plain"
            text={() => asked().manageLink}
            label={words.copyManage}
            copied={words.copied}
            failed={linkWords.copyAddress}
          />
          <Show when={!props.state.listed} fallback={<p class={styles['hint']}>{words.manageHint.listed}</p>}>
            <p>{words.manageHint.unlisted}</p>
          </Show>
        </dd>
      </div>
    </dl>
  );
}
