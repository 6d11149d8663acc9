import { Show } from 'solid-js';
import { formatNames } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import type { ComposeDraft } from '#web/pages/compose/compose-draft.ts';
import { ChipsField } from '#web/ui/chips-field.tsx';
import { composeConditions as words } from '#words/compose-conditions.ts';
import styles from './conditions.module.css';
import { MAX_PEOPLE } from './check-conditions.ts';
import { chipWords } from './chip-words.ts';
import { endsAddress, readPeople, splitAddresses } from './read-addresses.ts';
import type { NamedPerson } from './read-addresses.ts';

export interface PeopleFieldProps {
  readonly draft: Pick<ComposeDraft, 'maxViews'>;
  readonly addresses: readonly string[];
  readonly domains: readonly string[] | undefined;
  readonly error: string | undefined;
  readonly onChange: (addresses: readonly string[]) => void;
}

/** The addresses of the people who can open it. */
export function PeopleField(props: PeopleFieldProps) {
  const chipOf = ({ typed, address, differs, fault }: NamedPerson) => ({
    text: typed,
    note: differs && address !== undefined ? say(words.people.mailTo, { address }) : undefined,
    error: fault && (fault === 'domain' ? say(words.people.domain, { domains: domains() }) : words.people[fault]),
  });
  const domains = () => formatNames(props.domains ?? []);
  const surplus = () => props.addresses.length - MAX_PEOPLE;
  return (
    <>
      <ChipsField
        label={words.people.label}
        hint={words.people.hint}
        error={surplus() > 0 ? say(words.people.many, { count: surplus() }) : props.error}
        chips={readPeople(props.addresses, props.domains).map(chipOf)}
        words={chipWords}
        inputMode="email"
        dir="ltr"
        ends={endsAddress}
        split={splitAddresses}
        onChange={props.onChange}
      />
      <p class={styles['remark']}>
        <Show when={props.draft.maxViews !== 0} fallback={words.people.eachUnlimited}>
          {say(words.people.each, { count: props.draft.maxViews ?? 1 })}
        </Show>{' '}
        {words.checked}
      </p>
    </>
  );
}
