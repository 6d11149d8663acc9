import { createUniqueId, Show } from 'solid-js';
import { isMemberFault } from '#web/parts/session/member-fault.ts';
import type { Policy } from '#client/policy.ts';
import { compose as words } from '#words/compose.ts';
import { formatPercent } from '#web/i18n/numbers.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { say } from '#web/i18n/words.ts';
import { at } from '#web/app/state.ts';
import type { Attaching } from '#web/parts/sheet/attachments.tsx';
import { createFaultFocus } from '#web/parts/sheet/focus-fault.ts';
import styles from '#web/parts/sheet/writing.module.css';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { LateTokenField } from '#web/parts/token/late-token-field.tsx';
import { LateMemberNeed } from '#web/parts/session/late-member-need.tsx';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ComposeError, ComposeState, SealingStep } from './state.ts';
import { isAboutText, placeOf } from './place-error.ts';
import { mayAllowReply, needsMember } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import { sentenceOf } from './error-sentence.tsx';
import { AllowReply } from './allow-reply.tsx';
import { LateConditions } from './late-conditions.tsx';
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
  readonly onCancel: () => void;
}

export function ComposeForm(props: ComposeFormProps) {
  const sealing = () => (props.state.at === 'sealing' ? props.state.progress : undefined);
  const busy = () => sealing() !== undefined || props.attaching.intake.at === 'reading';
  const faultId = createUniqueId();
  let form: HTMLFormElement | undefined;
  let submit: HTMLButtonElement | undefined;
  const cancel = () => {
    props.onCancel();
    submit?.focus();
  };
  const error = () => (props.state.at === 'writing' ? props.state.error : undefined);
  createFaultFocus(() => form, error);
  const isSaidInField = (fault: ComposeError) =>
    fault.kind === 'conditions' ||
    isMemberFault(fault.kind) ||
    placeOf(fault, props.state.draft) !== undefined ||
    (fault.kind === 'token-required' && at(props.token.state, 'asked')?.fault !== undefined);
  const memberFault = () => {
    const kind = error()?.kind;
    return isMemberFault(kind) ? kind : undefined;
  };
  const saidBelow = () => {
    const fault = error();
    return fault && !isSaidInField(fault) ? fault : undefined;
  };
  const sealByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    props.onSeal();
  };
  return (
    <form
      ref={(element) => (form = element)}
      autocomplete="off"
      novalidate
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
        faultId={isAboutText(error()) ? faultId : undefined}
        onEdit={props.onEdit}
      />
      <fieldset class={styles['terms']} disabled={sealing() !== undefined}>
        <ComposeTerms draft={props.state.draft} policy={props.policy} error={error()} onEdit={props.onEdit} />
        <LateConditions
          draft={props.state.draft}
          policy={props.policy}
          error={error()}
          token={props.token}
          onEdit={props.onEdit}
        />
        <Show when={props.policy === undefined || mayAllowReply(props.policy, props.state.draft.conditions)}>
          <AllowReply draft={props.state.draft} onEdit={props.onEdit} />
        </Show>
        <LateMemberNeed
          policy={props.policy}
          chosen={needsMember(props.state.draft, props.policy)}
          fault={memberFault()}
          token={props.token}
        />
        <LateTokenField token={props.token} disabled={sealing() !== undefined} />
      </fieldset>
      <Show when={saidBelow()}>
        {(fault) => (
          <div id={faultId}>
            <Notice tone="error">{sentenceOf(fault())}</Notice>
          </div>
        )}
      </Show>
      <div class={styles['actions']}>
        <Button ref={(element) => (submit = element)} type="submit" variant="primary" aria-disabled={busy()}>
          {words.seal}
        </Button>
        <Show when={sealing()} fallback={<span class={styles['shortcut']}>{shortcut()}</span>}>
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

const shortcut = () => say(words.shortcut, { key: shortcutKey() });

function progressText(progress: SealingStep): string {
  // In steps of 10 %, so that a screen reader does not announce every change.
  if (progress.step === 'hashing')
    return say(words.hashing, { percent: formatPercent(Math.floor(progress.fraction * 10) * 10) });
  return progress.step === 'sealing' ? words.sealing : words.sending;
}
