import { For, onMount, Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import type { Message } from '#client/words/message.ts';
import { memberTerms as words } from '#words/member-terms.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { MAX_GROUPS } from './create-members-gate.ts';
import { Who } from './members-ask.tsx';
import styles from './member-choices.module.css';
import { addSessionLine } from './session-line.tsx';
import { session } from './session.ts';

/** What a sender chooses about members, for a share or a request. */
export interface MemberChoice {
  /** Empty: every member. */
  readonly groups: readonly string[];
  readonly showSender: boolean;
  /** Mail about openings or answers. */
  readonly mail: boolean;
}

export interface MemberChoicesProps {
  readonly kind: 'share' | 'request';
  /** Only members can open it, or read and answer it. */
  readonly forMembers: boolean;
  readonly choice: MemberChoice;
  readonly policy: Policy;
  readonly onChange: (change: Partial<MemberChoice>) => void;
}

/** Which members, and what a sender who has signed in can add. */
export default function MemberChoices(props: MemberChoicesProps) {
  onMount(addSessionLine);
  const offered = () => props.policy.signIn?.groups ?? [];
  const chosen = () => props.choice.groups;
  /** A group that the service withdraws stays, so that it can be removed: dropping it would let others open. */
  const shown = () => [...offered(), ...chosen().filter((group) => !offered().includes(group))];
  const toggle = (group: string, isOn: boolean) =>
    props.onChange({ groups: shown().filter((one) => (one === group ? isOn : chosen().includes(one))) });
  const member = () => {
    const now = session.state();
    return now.at === 'signed-in' ? now.session : undefined;
  };
  const address = () => member()?.address;
  /** Somebody may have signed in with another account since they chose it. */
  const hint = (text: Message<{ readonly who: string }>) => {
    const own = address();
    if (own !== undefined) return inSlots(text, { who: <Who text={own} /> });
    return member() === undefined ? undefined : words.noAddress;
  };
  return (
    <>
      <Show when={props.forMembers}>
        <Show when={shown().length > 0}>
          <fieldset class={styles['groups']}>
            <legend>{words.groups.legend}</legend>
            <For each={shown()}>
              {(group) => (
                <Checkbox
                  class={styles['choice']}
                  label={<bdi translate="no">{group}</bdi>}
                  checked={chosen().includes(group)}
                  disabled={!chosen().includes(group) && chosen().length >= MAX_GROUPS}
                  onChange={(isOn) => toggle(group, isOn)}
                />
              )}
            </For>
            <p class={styles['hint']}>
              {chosen().length === 0
                ? say(words.groups.none, { name: props.policy.signIn?.name ?? '' })
                : words.groups.some}
            </p>
          </fieldset>
        </Show>
        <p class={styles['remark']}>{words.promise[props.kind]}</p>
      </Show>
      <Show when={address() !== undefined || props.choice.showSender || props.choice.mail}>
        <Checkbox
          class={styles['choice']}
          label={words.sender.label}
          hint={hint(words.sender.hint)}
          checked={props.choice.showSender}
          onChange={(showSender) => props.onChange({ showSender })}
        />
        <Show when={props.policy.notifyMail ?? props.choice.mail}>
          <Checkbox
            class={styles['choice']}
            label={words.mail.label[props.kind]}
            hint={hint(words.mail.hint)}
            checked={props.choice.mail}
            onChange={(mail) => props.onChange({ mail })}
          />
        </Show>
      </Show>
    </>
  );
}
