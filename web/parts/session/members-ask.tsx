import { Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import { membersGate as words } from '#words/members-gate.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { formatNames, sentences } from '#web/i18n/lists.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { at } from '#web/app/state.ts';
import { Button } from '#web/ui/button.tsx';
import type { MembersGate } from './create-members-gate.ts';
import styles from './members-ask.module.css';
import { SignInLink } from './sign-in-link.tsx';

export interface MembersAskProps {
  readonly gate: MembersGate;
}

/** What a person who is not known as a member has to do. */
export function MembersAsk(props: MembersAskProps) {
  const state = () => props.gate.state();
  const again = () => <Button onClick={() => props.gate.lookAgain()}>{words.again}</Button>;
  return (
    <div class={styles['ask']}>
      <Switch>
        <Match when={at(state, 'looking')}>
          <p role="status">{words.looking}</p>
        </Match>
        <Match when={at(state, 'nobody')}>
          <p>
            <SignInLink looksLikeButton />
          </p>
          <p>{words.apart}</p>
        </Match>
        <Match when={at(state, 'stranger')}>
          {(now) => (
            <div role="status">
              <p>
                {inSlots(now().refused ? words.refused : words.stranger, { who: <Who text={now().session.who} /> })}
              </p>
              <p>{words.strangerNext}</p>
            </div>
          )}
        </Match>
        <Match when={at(state, 'off')}>
          <p role="status">{words.off}</p>
        </Match>
        <Match when={at(state, 'unknown')}>
          {(now) => (
            <>
              <p role="alert">{sentences(serviceFailure[now().failure.kind], words.unknown)}</p>
              {again()}
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

/** An address, or a name that the organisation's sign-in gave: in any script. */
export function Who(props: { readonly text: string }): JSX.Element {
  return (
    <bdi translate="no" class={styles['who']}>
      {props.text}
    </bdi>
  );
}

/** For whom it is, in the words of the page. */
export interface ForWhom {
  readonly gate: MembersGate;
  readonly groups: readonly string[] | undefined;
  readonly kind: 'share' | 'request';
}

export function ForMembers(props: ForWhom) {
  const name = () => props.gate.organisation() ?? words.organisation;
  return (
    <Show when={props.groups} fallback={<>{say(words.only[props.kind], { name: name() })}</>}>
      {(groups) => (
        <>
          {say(words.onlyGroups[props.kind], {
            count: groups().length,
            name: name(),
            groups: formatNames(groups()),
          })}
        </>
      )}
    </Show>
  );
}
