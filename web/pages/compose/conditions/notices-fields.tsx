import type { DraftNotices } from '#web/pages/compose/compose-draft.ts';
import { PasswordField } from '#web/ui/password-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { composeConditions as words } from '#words/compose-conditions.ts';
import type { ConditionsField } from './check-conditions.ts';

export interface NoticesFieldsProps {
  readonly notices: DraftNotices;
  /** Several people get a link each. */
  readonly isForEach: boolean;
  readonly errorIn: (field: ConditionsField) => string | undefined;
  readonly onChange: (change: Partial<DraftNotices>) => void;
}

/** The sender's own endpoint. */
export function NoticesFields(props: NoticesFieldsProps) {
  return (
    <>
      <TextField
        label={words.url.label}
        hint={words.url.hint}
        error={props.errorIn('url')}
        type="url"
        inputMode="url"
        dir="ltr"
        translate="no"
        value={props.notices.url}
        onInput={(event) => props.onChange({ url: event.currentTarget.value })}
      />
      <PasswordField
        label={words.secret.label}
        hint={props.isForEach ? words.secret.hintEach : words.secret.hint}
        error={props.errorIn('secret')}
        show={words.secret.show}
        hide={words.secret.hide}
        dir="ltr"
        translate="no"
        value={props.notices.secret}
        onInput={(secret) => props.onChange({ secret })}
      />
      <TextField
        label={words.reference.label}
        hint={words.reference.hint}
        error={props.errorIn('reference')}
        dir="auto"
        value={props.notices.reference}
        onInput={(event) => props.onChange({ reference: event.currentTarget.value })}
      />
    </>
  );
}
