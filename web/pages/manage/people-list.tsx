import { createMemo, Index, Show } from 'solid-js';
import type { ManagedShare } from '#client/manage.ts';
import { managedPeople as words } from '#words/managed-people.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { sentences } from '#web/i18n/lists.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { opensAgain } from '#web/parts/list/status.ts';
import type { NamedPeople } from '#web/parts/list/status.ts';
import { announce } from '#web/ui/announce.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { Manager } from './create-manage.ts';
import { everyPerson, openingsLeft } from './named-people.ts';
import type { Person } from './named-people.ts';
import styles from './people-list.module.css';
import type { Managed, RecipientAction } from './state.ts';

export interface PeopleListProps {
  readonly now: Managed;
  readonly people: NamedPeople;
  readonly manage: Pick<Manager, 'changeRecipient'>;
}

/** A lazy module: the named people, who of them has opened it, and what the owner can do about each. */
export default function PeopleList(props: PeopleListProps) {
  const unreadable = () => props.people.list !== undefined && props.now.share.addresses === undefined;
  return (
    <section class={styles['people']}>
      <h2>{words.title}</h2>
      <Show when={opensAgain(props.now.share)}>
        <p>{words.lede}</p>
      </Show>
      <Show when={unreadable()}>
        <Notice tone="warn">{words.unreadable}</Notice>
      </Show>
      {/* By place: a check brings new objects, and an open question must survive it. */}
      <ul class={styles['list']}>
        <Index each={everyPerson(props.now.share)}>
          {(person) => <PersonRow now={props.now} people={props.people} person={person()} manage={props.manage} />}
        </Index>
      </ul>
    </section>
  );
}

interface PersonRowProps extends PeopleListProps {
  readonly person: Person;
}

function PersonRow(props: PersonRowProps) {
  let name: HTMLElement | undefined;
  const who = () =>
    props.now.share.addresses?.[props.person.n - 1] ?? say(words.number, { n: formatNumber(props.person.n) });
  const lines = createMemo(() => linesOf(props.person, props.people, props.now.share));
  const left = () => (opensAgain(props.now.share) ? openingsLeft(props.person, props.people) : 0);
  const acting = (action: RecipientAction) => {
    const { act } = props.now;
    return act?.kind === action && act.n === props.person.n;
  };
  const failure = () => {
    const found = props.now.failure;
    return found?.act && 'n' in found.act && found.act.n === props.person.n ? { ...found, act: found.act } : undefined;
  };
  const change = async (action: RecipientAction) => {
    // The button leaves the page.
    name?.focus();
    if (await props.manage.changeRecipient(props.person.n, action)) announce(say(words[action].done, { who: who() }));
  };
  const action = (kind: RecipientAction) => (
    <Confirm
      variant="plain"
      ask={acting(kind) ? words[kind].acting : words[kind].ask}
      askDescription={say(words[kind].of, { who: who() })}
      question={say(words[kind].question, { who: who() })}
      yes={words[kind].yes}
      no={words[kind].no}
      disabled={props.now.act !== undefined}
      onYes={() => void change(kind)}
    />
  );
  return (
    <li class={styles['person']} data-person={props.person.n}>
      <div class={styles['about']}>
        <strong ref={(element) => (name = element)} class={styles['name']} tabIndex={-1}>
          <bdi translate={props.now.share.addresses ? 'no' : undefined}>{who()}</bdi>
        </strong>
        <ul class={styles['lines']}>
          <Index each={lines()}>{(line) => <li>{line()}</li>}</Index>
        </ul>
      </div>
      <Show when={left() > 0}>
        <div class={styles['actions']}>
          <Show when={(props.person.codeRequests ?? 0) > 0}>{action('reset')}</Show>
          {action('revoke')}
        </div>
      </Show>
      <Show when={failure()}>
        {(found) => (
          <Notice tone="warn">{sentences(serviceFailure[found().kind], words[found().act.kind].failed)}</Notice>
        )}
      </Show>
    </li>
  );
}

function linesOf(person: Person, people: NamedPeople, share: ManagedShare): string[] {
  const { openedAt, revokedAt, resetAt, codeRequests, mail } = person;
  const canOpen = opensAgain(share) && openingsLeft(person, people) > 0;
  const unopened = words.unopened[canOpen ? 'live' : 'over'];
  const codes = resetAt === undefined ? words.codes : words.codesSince;
  const lines =
    openedAt.length === 0 ? [unopened] : openedAt.map((at) => say(words.opened, { when: formatAbsolute(at) }));
  if (openedAt.length >= MAX_OPENED_AT) lines.push(say(words.atLeast, { count: MAX_OPENED_AT }));
  if (revokedAt !== undefined) lines.push(say(words.revoked, { when: formatAbsolute(revokedAt) }));
  if (!canOpen) return lines;
  const left = openingsLeft(person, people);
  if (openedAt.length > 0 && left !== Infinity) lines.push(say(words.left, { left }));
  if (resetAt !== undefined) lines.push(say(words.resetAt, { when: formatAbsolute(resetAt) }));
  if (codeRequests !== undefined) lines.push(say(codes, { count: codeRequests }));
  // Each opening needed a code, so the mails have arrived.
  const openedSince = openedAt.filter((at) => at >= (resetAt ?? 0)).length;
  const arrived = mail === 'taken' && openedSince > 0 && openedSince >= (codeRequests ?? 0);
  if (mail !== undefined && !arrived) lines.push(words.mail[mail]);
  return lines;
}
