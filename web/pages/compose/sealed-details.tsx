import { createEffect, Match, Show, Switch } from 'solid-js';
import { sealedDetails as words } from '#words/sealed-details.ts';
import { sealed as sealedWords } from '#words/sealed.ts';
import { recoverFocus } from '#web/app/focus.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { LinkWays } from '#web/parts/link/link-ways.tsx';
import { mailtoOf } from '#web/parts/link/mailto.ts';
import { secretMail } from '#web/parts/link/write-mail.ts';
import styles from '#web/parts/sending/sealed.module.css';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Late } from '#web/ui/late.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { PrintedShare } from './printed-share.tsx';
import { SealedSummary } from './sealed-summary.tsx';
import type { ComposeState } from './state.ts';

const importSealedConditions = () => import('./conditions/sealed-conditions.tsx');

export interface SealedDetailsProps {
  readonly sealed: Extract<ComposeState, { at: 'sealed' }>;
  /** The link and its key are shown separately. */
  readonly apart: boolean;
  readonly onApart: (apart: boolean) => void;
  readonly onRemove: () => void;
  /** The link was copied or shared. */
  readonly onTaken: () => void;
}

/** Everything below the link of a sealed share: other ways to pass it on, its terms, and deleting it. */
export default function SealedDetails(props: SealedDetailsProps) {
  const shared = () => props.sealed.shared;
  // The question that had the focus is gone; the error is shown beside the delete button.
  createEffect(() => {
    if (props.sealed.removal.at === 'failed') queueMicrotask(recoverFocus);
  });
  const link = () => (props.apart ? shared().linkWithoutKey : shared().link);
  const mailto = () => {
    const { maxViews, expiresAt, hasPassword } = shared();
    const { people, notBefore } = props.sealed.conditions ?? {};
    const about = { brand: brand().name, link: link(), maxViews, expiresAt, hasPassword, keyApart: props.apart };
    const gates = { ...(people && { people: people.length }), ...(notBefore !== undefined && { notBefore }) };
    return mailtoOf(secretMail({ ...about, ...gates }), people);
  };
  return (
    <>
      <LinkWays
        link={link()}
        qrLabel={words.qrLabel}
        qrHint={props.apart ? words.qrHintApart : words.qrHint}
        mailto={mailto()}
        isPart={props.apart}
        onTaken={props.onTaken}
      >
        <Button aria-pressed={props.apart} onClick={() => props.onApart(!props.apart)}>
          <Icon name="key" />
          {props.apart ? words.apartHide : words.apart}
        </Button>
      </LinkWays>
      <Show when={props.sealed.conditions}>
        {(conditions) => (
          <Late
            load={importSealedConditions}
            props={{ conditions: conditions() }}
            failed={sealedWords.detailsUnloaded}
            again={sealedWords.detailsRetry}
          />
        )}
      </Show>
      <SealedSummary sealed={props.sealed} />
      <div class={styles['end']}>
        <Switch
          fallback={
            <Confirm
              ask={words.remove}
              question={words.removeQuestion}
              yes={words.removeYes}
              no={words.removeNo}
              onYes={() => props.onRemove()}
            />
          }
        >
          <Match when={props.sealed.removal.at === 'removing'}>
            <p role="status">{words.removing}</p>
          </Match>
        </Switch>
        <a class={styles['another']} href={basePath()}>
          {sealedWords.another}
        </a>
      </div>
      <Show when={props.sealed.removal.at === 'failed'}>
        <Notice tone="error">{words.removeFailed}</Notice>
      </Show>
      <PrintedShare sealed={props.sealed} link={link()} />
    </>
  );
}
