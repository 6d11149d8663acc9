import { Show } from 'solid-js';
import { isMemberFault } from '#web/parts/session/member-fault.ts';
import type { Policy } from '#client/policy.ts';
import { askErrors } from '#words/ask-errors.ts';
import { token } from '#words/token.ts';
import { ask as words } from '#words/ask.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { say } from '#web/i18n/words.ts';
import { at } from '#web/app/state.ts';
import { createFaultFocus } from '#web/parts/sheet/focus-fault.ts';
import styles from '#web/parts/sheet/writing.module.css';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { LateTokenField } from '#web/parts/token/late-token-field.tsx';
import { LateMemberNeed } from '#web/parts/session/late-member-need.tsx';
import { Late } from '#web/ui/late.tsx';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { MAX_TITLE_LENGTH } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';
import { AskTerms } from './ask-terms.tsx';
import { sentenceOf } from './error-sentence.tsx';
import type { AskState } from './state.ts';
import { FieldRows } from './field-rows.tsx';

/** A lazy module, for services with sign-in. */
const importAskMembers = () => import('./ask-members.tsx');

export interface AskFormProps {
  readonly state: Extract<AskState, { at: 'writing' | 'sealing' }>;
  readonly policy: Policy | undefined;
  readonly token: TokenHolder;
  readonly onEdit: (change: Partial<AskDraft>) => void;
  readonly onSeal: () => void;
  readonly onCancel: () => void;
}

export function AskForm(props: AskFormProps) {
  let form: HTMLFormElement | undefined;
  let submit: HTMLButtonElement | undefined;
  const sealing = () => props.state.at === 'sealing';
  const error = () => (props.state.at === 'writing' ? props.state.error : undefined);
  createFaultFocus(() => form, error);
  const memberFault = () => {
    const kind = error()?.kind;
    return isMemberFault(kind) ? kind : undefined;
  };
  const saidBelow = () => {
    const fault = error();
    const isTokenFault = fault?.kind === 'token-required' && at(props.token.state, 'asked')?.fault !== undefined;
    return fault && !isTokenFault && memberFault() === undefined && !(fault.kind in fieldErrors) ? fault : undefined;
  };
  const sealByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    props.onSeal();
  };
  const cancel = () => {
    props.onCancel();
    submit?.focus();
  };
  return (
    <form
      ref={(element) => (form = element)}
      autocomplete="off"
      novalidate
      onKeyDown={sealByKey}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSeal();
      }}
    >
      <fieldset class={styles['terms']} disabled={sealing()}>
        <TextField
          label={words.titleLabel}
          value={props.state.draft.title}
          maxLength={MAX_TITLE_LENGTH}
          required
          error={error()?.kind === 'title-empty' ? askErrors.error['title-empty'] : undefined}
          ref={(field) => queueMicrotask(() => field.focus())}
          onInput={(event) => props.onEdit({ title: event.currentTarget.value })}
        />
        <TextArea
          label={words.askLabel}
          hint={words.askHint}
          value={props.state.draft.ask}
          onInput={(ask) => props.onEdit({ ask })}
        />
        <FieldRows draft={props.state.draft} error={error()} onEdit={props.onEdit} />
        <AskTerms draft={props.state.draft} policy={props.policy} error={error()} onEdit={props.onEdit} />
        <Show when={props.policy?.signIn && props.policy}>
          {(policy) => (
            <Late
              load={importAskMembers}
              props={{ draft: props.state.draft, policy: policy(), onEdit: props.onEdit }}
              failed={token.unloaded}
              again={token.retry}
            />
          )}
        </Show>
        <LateMemberNeed
          policy={props.policy}
          chosen={props.state.draft.showSender || props.state.draft.mail}
          fault={memberFault()}
          token={props.token}
        />
        <LateTokenField token={props.token} disabled={sealing()} />
      </fieldset>
      <Show when={saidBelow()}>{(fault) => <Notice tone="error">{sentenceOf(fault())}</Notice>}</Show>
      <div class={styles['actions']}>
        <Button ref={(element) => (submit = element)} type="submit" variant="primary" aria-disabled={sealing()}>
          {words.seal}
        </Button>
        <Show when={sealing()} fallback={<span class={styles['shortcut']}>{shortcut()}</span>}>
          <span role="status">{words.sealing}</span>
          <Button variant="plain" onClick={cancel}>
            {words.cancel}
          </Button>
        </Show>
      </div>
    </form>
  );
}

const shortcut = () => say(words.shortcut, { key: shortcutKey() });

/** Errors that a field shows itself. */
const fieldErrors = { 'title-empty': 1, 'field-nameless': 1, 'no-count': 1, 'no-moment': 1, 'moment-out-of-bounds': 1 };
