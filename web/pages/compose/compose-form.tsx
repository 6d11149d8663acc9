import { Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { compose as words } from '#messages/compose.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { at } from '#web/app/state.ts';
import type { Attaching } from '#web/parts/sheet/attachments.tsx';
import styles from '#web/parts/sheet/writing.module.css';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { TokenField } from '#web/parts/token/token-field.tsx';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ComposeState, SealingStep } from './state.ts';
import type { ComposeDraft } from './compose-draft.ts';
import { sentenceOf } from './error-sentence.tsx';
import { ComposeSheet } from './compose-sheet.tsx';
import { ComposeTerms } from './compose-terms.tsx';

export interface ComposeFormProps {
  readonly state: Extract<ComposeState, { at: 'writing' | 'sealing' }>;
  readonly policy: Policy | undefined;
  readonly token: TokenHolder;
  readonly attaching: Attaching;
  /** Hidden during an upload; cancelling shows it unchanged. */
  readonly hidden: boolean;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
  readonly onSeal: () => void;
  readonly onSealAndCopy: () => void;
  readonly onCancel: () => void;
}

export function ComposeForm(props: ComposeFormProps) {
  const sealing = () => (props.state.at === 'sealing' ? props.state.progress : undefined);
  const busy = () => sealing() !== undefined || props.attaching.intake.at === 'reading';
  let submit: HTMLButtonElement | undefined;
  const cancel = () => {
    props.onCancel();
    submit?.focus();
  };
  const error = () => {
    const fault = props.state.at === 'writing' ? props.state.error : undefined;
    // The token field shows this error itself.
    return fault?.kind === 'token-required' && at(props.token.state, 'asked')?.fault ? undefined : fault;
  };
  const sealByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    props.onSealAndCopy();
  };
  return (
    <form
      autocomplete="off"
      hidden={props.hidden}
      onKeyDown={sealByKey}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSeal();
      }}
    >
      <ComposeSheet
        draft={props.state.draft}
        attaching={props.attaching}
        maxSealedBytes={props.policy?.maxSealedBytes}
        readOnly={sealing() !== undefined}
        onEdit={props.onEdit}
      />
      <fieldset class={styles['terms']} disabled={sealing() !== undefined}>
        <ComposeTerms draft={props.state.draft} policy={props.policy} onEdit={props.onEdit} />
        <TokenField token={props.token} disabled={sealing() !== undefined} />
      </fieldset>
      <Show when={error()}>{(fault) => <Notice tone="error">{sentenceOf(fault())}</Notice>}</Show>
      <div class={styles['actions']}>
        <Button ref={(element) => (submit = element)} type="submit" variant="primary" aria-disabled={busy()}>
          {words.seal}
        </Button>
        <Show when={sealing()} fallback={<span class={styles['shortcut']}>{shortcut}</span>}>
          {(progress) => (
            <>
              <span role="status">{progressText(progress())}</span>
              <Button variant="plain" onClick={cancel}>
                {words.cancel}
              </Button>
            </>
          )}
        </Show>
      </div>
    </form>
  );
}

const shortcut = words.shortcut(shortcutKey);

function progressText(progress: SealingStep): string {
  // In steps of 10 %, so that a screen reader does not announce every change.
  if (progress.step === 'hashing') return words.hashing(Math.floor(progress.fraction * 10) * 10);
  return progress.step === 'sealing' ? words.sealing : words.sending;
}
