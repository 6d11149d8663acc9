import { createEffect, createSignal, Match, Show, Switch } from 'solid-js';
import { sealed as words } from '#messages/compose.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { CopyLine } from '#web/parts/link/copy-line.tsx';
import { LinkWays } from '#web/parts/link/link-ways.tsx';
import { recoverFocus } from '#web/app/focus.ts';
import styles from '#web/parts/sending/sealed.module.css';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Seal } from '#web/ui/seal.tsx';
import type { ComposeState } from './state.ts';
import { PrintedShare } from './printed-share.tsx';
import { SealedSummary } from './sealed-summary.tsx';

export interface SealedShareProps {
  readonly sealed: Extract<ComposeState, { at: 'sealed' }>;
  /** Whether Ctrl + Enter also copied the link; undefined if it was sealed with the button. */
  readonly copied: boolean | undefined;
  readonly onRemove: () => void;
  /** The link was copied or shared. */
  readonly onTaken: () => void;
}

export function SealedShare(props: SealedShareProps) {
  const [apart, setApart] = createSignal(false);
  const shared = () => props.sealed.shared;
  // The question that had the focus is gone; the error is shown beside the delete button.
  createEffect(() => {
    if (props.sealed.removal.at === 'failed') queueMicrotask(recoverFocus);
  });
  return (
    <>
      <span class={styles['stamp']}>
        <Seal letter={brand().initial} state="pressed" />
      </span>
      <Show when={props.copied !== undefined}>
        <Notice tone={props.copied ? 'ok' : 'info'}>{props.copied ? words.copiedAlready : words.notCopied}</Notice>
      </Show>
      <Show
        when={apart()}
        fallback={
          <CopyLine
            label={words.link}
            text={shared().link}
            plain={shared().linkWithoutKey}
            action={words.copy}
            primary
            onCopied={props.onTaken}
          />
        }
      >
        <p>{words.apartText}</p>
        <CopyLine label={words.linkWithoutKey} text={shared().linkWithoutKey} action={words.copyShort} shown />
        <CopyLine
          label={words.key}
          text={shared().key}
          plain=""
          action={words.copyShort}
          shown
          onCopied={props.onTaken}
        />
      </Show>
      <LinkWays link={shared().link} qrLabel={words.qrLabel} qrHint={words.qrHint} onTaken={props.onTaken}>
        <Button aria-pressed={apart()} onClick={() => setApart(!apart())}>
          <Icon name="key" />
          {apart() ? words.apartHide : words.apart}
        </Button>
      </LinkWays>
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
          {words.another}
        </a>
      </div>
      <Show when={props.sealed.removal.at === 'failed'}>
        <Notice tone="error">{words.removeFailed}</Notice>
      </Show>
      <PrintedShare sealed={props.sealed} link={apart() ? shared().linkWithoutKey : shared().link} />
    </>
  );
}
