import { Match, Show, Switch } from 'solid-js';
import { say } from '#web/i18n/words.ts';
import { brand } from '#web/app/layout/brand.ts';
import type { MadeLink, SealedConditions } from '#web/pages/compose/state.ts';
import { CopyLine } from '#web/parts/link/copy-line.tsx';
import { mailtoOf } from '#web/parts/link/mailto.ts';
import { secretMail } from '#web/parts/link/write-mail.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { link as linkWords } from '#words/link.ts';
import { sealedLinks as words } from '#words/sealed-links.ts';
import styles from './links.module.css';

export interface MadeLinkRowProps {
  readonly made: MadeLink;
  readonly conditions: Pick<SealedConditions, 'notBefore'>;
  /** The link was copied, or went to a mail. */
  readonly onTaken: () => void;
  readonly onRemove: () => void;
}

/** One person's link, with what its sender can do with it. */
export function MadeLinkRow(props: MadeLinkRowProps) {
  const name = () => props.made.name;
  const mailto = () => {
    const { link, maxViews, expiresAt, hasPassword } = props.made.shared;
    const { notBefore } = props.conditions;
    const about = { brand: brand().name, link, maxViews, expiresAt, hasPassword, keyApart: false };
    return mailtoOf(secretMail({ ...about, ...(notBefore !== undefined && { notBefore }) }));
  };
  return (
    <li>
      <Show
        when={props.made.removal.at !== 'removed'}
        fallback={
          <p>
            <bdi>{name()}</bdi>
            <br />
            {words.removed}
          </p>
        }
      >
        <CopyLine
          label={say(words.link, { name: name() })}
          text={props.made.shared.link}
          plain={props.made.shared.linkWithoutKey}
          action={linkWords.copyLink}
          shown
          onCopied={props.onTaken}
        />
        <div class={styles['actions']}>
          <a
            href={mailto()}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={say(words.mailLong, { name: name() })}
            onClick={() => props.onTaken()}
          >
            {words.mail}
          </a>
          <Show when={props.made.replyRequest}>
            {(request) => (
              <a href={request().manageLink} aria-label={say(words.readReplyLong, { name: name() })}>
                {words.readReply}
              </a>
            )}
          </Show>
          <a href={props.made.shared.manageLink} aria-label={say(words.manageLong, { name: name() })}>
            {words.manage}
          </a>
          <Switch
            fallback={
              <Confirm
                variant="plain"
                ask={words.remove}
                askDescription={say(words.removeLong, { name: name() })}
                question={say(words.removeQuestion, { name: name() })}
                yes={words.removeYes}
                no={words.removeNo}
                onYes={() => props.onRemove()}
              />
            }
          >
            <Match when={props.made.removal.at === 'removing'}>
              <span role="status">{words.removing}</span>
            </Match>
          </Switch>
        </div>
        <Show when={props.made.removal.at === 'failed'}>
          <Notice tone="error">{words.removeFailed}</Notice>
        </Show>
      </Show>
    </li>
  );
}
