import { createEffect, createUniqueId, For, on, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { report as words } from '#words/report.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { reasons as offeredReasons } from '#server/reports/wire.ts';
import type { Reason } from '#server/reports/wire.ts';
import { formatWait } from '#web/i18n/waits.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { AbuseContact } from './abuse-contact.tsx';
import type { ReportState, ReportError } from './create-report.ts';
import styles from './report-form.module.css';

export interface ReportFormProps {
  readonly state: Extract<ReportState, { at: 'writing' | 'sending' }>;
  readonly onSubject: (text: string, whole: boolean) => void;
  readonly onReason: (reason: Reason) => void;
  readonly onSend: () => void;
}

export function ReportForm(props: ReportFormProps) {
  const id = createUniqueId();
  let subject: HTMLInputElement | undefined;
  let reasons: HTMLFieldSetElement | undefined;
  const sending = () => props.state.at === 'sending';
  const error = () => (props.state.at === 'writing' ? props.state.error : undefined);
  const subjectError = () => subjectSentence(error());
  const reasonError = () => error()?.kind === 'no-reason' && words.fault['no-reason'];
  createEffect(
    // On the error, not on its words: in another language it is the same.
    on(error, () => {
      if (subjectError() !== undefined) subject?.focus();
      else if (reasonError()) reasons?.querySelector('input')?.focus();
    }),
  );
  return (
    <form
      autocomplete="off"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend();
      }}
    >
      <TextField
        label={words.subject}
        hint={props.state.draft.cut ? words.cut : words.subjectHint}
        error={subjectError()}
        face="mono"
        dir="ltr"
        translate="no"
        required
        readOnly={sending()}
        ref={(element) => (subject = element)}
        value={props.state.draft.subject}
        onInput={({ currentTarget: field, inputType }) => {
          props.onSubject(field.value, /^insertFrom(Paste|Drop)/.test(inputType));
          // Removes the cut text from the field even if the id, and so the signal, stays the same.
          field.value = props.state.draft.subject;
          if (props.state.draft.cut) announce(words.cut);
        }}
      />
      <fieldset
        ref={(element) => (reasons = element)}
        class={styles['reasons']}
        aria-describedby={reasonError() ? `${id}-error` : undefined}
      >
        <legend class={styles['legend']}>{words.reason}</legend>
        <For each={offeredReasons}>
          {(reason) => (
            <label class={styles['reason']}>
              <input
                type="radio"
                name={id}
                value={reason}
                autocomplete="off"
                checked={props.state.draft.reason === reason}
                onClick={(event) => {
                  // Disabling it would lose the focus.
                  if (sending()) event.preventDefault();
                }}
                onChange={() => props.onReason(reason)}
              />
              {words.reasons[reason]}
            </label>
          )}
        </For>
        <Show when={reasonError()}>
          {(error) => (
            <p class={styles['error']} id={`${id}-error`} role="alert">
              {error()}
            </p>
          )}
        </Show>
      </fieldset>
      <Show when={otherSentence(error())}>{(sentence) => <Notice tone="error">{sentence()}</Notice>}</Show>
      <Button type="submit" variant="primary" aria-disabled={sending()}>
        {sending() ? words.sending : words.send}
      </Button>
    </form>
  );
}

function subjectSentence(error: ReportError | undefined): string | undefined {
  switch (error?.kind) {
    case 'no-subject':
    case 'no-id':
      return words.fault[error.kind];
    case 'foreign':
      return say(words.fault.foreign, { origin: error.origin });
    default:
      return undefined;
  }
}

function otherSentence(error: ReportError | undefined): JSX.Element {
  switch (error?.kind) {
    case 'service':
      return serviceSentence(error.failure);
    case 'too-many':
      return inSlots(words.fault['too-many'], { address: <AbuseContact /> });
    case 'refused':
      return words.fault.refused;
    default:
      return undefined;
  }
}

function serviceSentence(failure: ServiceFailure): string {
  if (failure.kind !== 'busy') return words.service[failure.kind];
  return say(words.service.busy, { when: formatWait(failure.afterSeconds ?? 60) });
}
