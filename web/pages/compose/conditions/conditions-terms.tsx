import { createEffect, on, onMount, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { inSlots } from '#web/i18n/words.ts';
import type { ComposeDraft, Conditions } from '#web/pages/compose/compose-draft.ts';
import { emptyNotices } from '#web/pages/compose/compose-draft.ts';
import type { ComposeError } from '#web/pages/compose/state.ts';
import { Sentence } from '#web/parts/terms/sentence.tsx';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { Late } from '#web/ui/late.tsx';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { composeConditions as words } from '#words/compose-conditions.ts';
import { compose } from '#words/compose.ts';
import styles from './conditions.module.css';
import { audiences, offersNotices } from './offers.ts';
import type { ConditionsField } from './check-conditions.ts';
import { NamesField } from './names-field.tsx';
import { NoticesFields } from './notices-fields.tsx';
import { OpensField } from './opens-field.tsx';
import { PeopleField } from './people-field.tsx';

/** A lazy module, for services with sign-in. */
const importMemberChoices = () => import('#web/parts/session/member-choices.tsx');

export interface ConditionsTermsProps {
  readonly draft: ComposeDraft;
  readonly conditions: Conditions;
  readonly policy: Policy | undefined;
  readonly error: ComposeError | undefined;
  readonly token: Pick<TokenHolder, 'need' | 'spare'>;
  /** The person has just asked for it. */
  readonly focused: boolean;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

/** Whom the secret is for, from when it opens, and who hears of it: a second sentence below the terms. */
export default function ConditionsTerms(props: ConditionsTermsProps) {
  let root: HTMLDivElement | undefined;
  onMount(() => props.focused && root?.querySelector('select')?.focus());
  const edit = (change: Partial<Conditions>) => props.onEdit({ conditions: { ...props.conditions, ...change } });
  const errorIn = (field: ConditionsField) => {
    const { error } = props;
    if (error?.kind !== 'conditions' || !error.fault.startsWith(`${field}-`)) return undefined;
    // The list says in its own words how many are too many, also before sealing.
    return error.fault === 'people-many' || error.fault === 'names-many' ? undefined : words.fault[error.fault];
  };
  const needsToken = () => {
    const { audience, notices } = props.conditions;
    const { people, webhooks } = props.policy ?? {};
    return (audience === 'named' && people === 'token') || (notices !== undefined && webhooks === 'token');
  };
  createEffect(
    on(needsToken, (needed, before) => {
      if (needed) props.token.need();
      else if (before === true && props.policy?.create === 'anyone') props.token.spare();
    }),
  );
  return (
    <div ref={(element) => (root = element)} class={styles['terms']}>
      <ConditionsSentence conditions={props.conditions} policy={props.policy} onChange={edit} />
      <Show when={props.conditions.audience === 'named'}>
        <PeopleField
          draft={props.draft}
          addresses={props.conditions.addresses}
          domains={props.policy?.peopleDomains}
          error={errorIn('people')}
          onChange={(addresses) => edit({ addresses })}
        />
      </Show>
      <Show when={props.conditions.audience === 'each'}>
        <NamesField
          names={props.conditions.names}
          files={props.draft.files}
          error={errorIn('names')}
          onChange={(names) => edit({ names })}
        />
      </Show>
      <Show when={props.policy?.signIn && props.policy}>
        {(policy) => (
          <Late
            load={importMemberChoices}
            props={{
              kind: 'share',
              forMembers: props.conditions.audience === 'members',
              choice: props.conditions,
              policy: policy(),
              onChange: edit,
            }}
            failed={compose.conditions.unloaded}
            again={compose.conditions.retry}
          />
        )}
      </Show>
      <Show when={props.conditions.opens}>
        <OpensField within={props.draft.within} error={errorIn('opens')} onChange={(at) => edit({ opens: { at } })} />
      </Show>
      <Show when={props.conditions.notices}>
        {(notices) => (
          <NoticesFields
            notices={notices()}
            isForEach={props.conditions.audience === 'each'}
            errorIn={errorIn}
            onChange={(change) => edit({ notices: { ...notices(), ...change } })}
          />
        )}
      </Show>
    </div>
  );
}

interface SentenceProps extends Pick<ConditionsTermsProps, 'conditions' | 'policy'> {
  readonly onChange: (change: Partial<Conditions>) => void;
}

function ConditionsSentence(props: SentenceProps): JSX.Element {
  const slots = () => ({
    who: (
      <SentenceSelect
        label={words.who.label}
        value={props.conditions.audience}
        options={audiences(props.policy, props.conditions).map((value) => ({ value, label: words.who[value] }))}
        onChange={(audience) => props.onChange({ audience })}
      />
    ),
    from: (
      <SentenceSelect
        label={words.from.label}
        value={props.conditions.opens ? 'date' : 'now'}
        options={(['now', 'date'] as const).map((value) => ({ value, label: words.from[value] }))}
        onChange={(value) => props.onChange({ opens: value === 'date' ? { at: undefined } : undefined })}
      />
    ),
  });
  const notices = () => (
    <SentenceSelect
      label={words.notices.label}
      value={props.conditions.notices ? 'on' : 'off'}
      options={(['off', 'on'] as const).map((value) => ({ value, label: words.notices[value] }))}
      onChange={(value) => props.onChange({ notices: value === 'on' ? emptyNotices : undefined })}
    />
  );
  return (
    <Show
      when={offersNotices(props.policy, props.conditions)}
      fallback={<Sentence>{inSlots(words.terms, slots())}</Sentence>}
    >
      <Sentence>{inSlots(words.termsWithNotices, { ...slots(), notices: notices() })}</Sentence>
    </Show>
  );
}
