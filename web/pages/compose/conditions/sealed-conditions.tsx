import { For, Show } from 'solid-js';
import { formatNames } from '#web/i18n/lists.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import type { SealedConditions as Conditions } from '#web/pages/compose/state.ts';
import styles from '#web/parts/sending/sealed.module.css';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { link as linkWords } from '#words/link.ts';
import { sealedConditions as words } from '#words/sealed-conditions.ts';
import rows from './sealed-conditions.module.css';

export interface SealedConditionsProps {
  readonly conditions: Conditions;
}

/** Whom a sealed share is for, from when it opens, and who hears of it. */
export function SealedConditions(props: SealedConditionsProps) {
  const isEmpty = () => Object.keys(props.conditions).length === 0;
  return (
    <Show when={!isEmpty()}>
      <dl class={styles['terms']}>
        <Show when={props.conditions.people}>
          {(people) => (
            <div>
              <dt>{words.for}</dt>
              <dd>
                <ul class={rows['people']} role="list">
                  <For each={people()}>
                    {(address) => (
                      <li>
                        <bdi dir="ltr" translate="no">
                          {address}
                        </bdi>
                      </li>
                    )}
                  </For>
                </ul>
                <p class={styles['hint']}>{words.forHint}</p>
              </dd>
            </div>
          )}
        </Show>
        <Show when={props.conditions.members}>
          {(members) => (
            <div>
              <dt>{words.for}</dt>
              <dd>
                <Show when={members().groups} fallback={words.members}>
                  {(groups) => <>{say(words.membersOf, { count: groups().length, groups: formatNames(groups()) })}</>}
                </Show>
              </dd>
            </div>
          )}
        </Show>
        <Show when={props.conditions.showSender}>
          <div>
            <dt>{words.sender}</dt>
            <dd>{words.senderShown}</dd>
          </div>
        </Show>
        <Show when={props.conditions.notBefore}>
          {(at) => (
            <div>
              <dt>{words.from}</dt>
              <dd>{say(words.fromText, { when: formatAbsolute(at()) })}</dd>
            </div>
          )}
        </Show>
        <Show when={props.conditions.notify}>
          {(notify) => (
            <div>
              <dt>{words.notices}</dt>
              <dd>
                <p class={styles['line']}>
                  {inSlots(words.noticesTo, {
                    url: (
                      <bdi dir="ltr" translate="no">
                        {notify().url}
                      </bdi>
                    ),
                  })}
                </p>
                <Show when={notify().secret}>{(secret) => <DerivedSecret secret={secret()} />}</Show>
              </dd>
            </div>
          )}
        </Show>
      </dl>
    </Show>
  );
}

/** Nothing stores it: only the owner key leads to it. */
function DerivedSecret(props: { readonly secret: string }) {
  let source: HTMLElement | undefined;
  return (
    <>
      <p class={styles['line']}>
        {words.secret}{' '}
        <code ref={(element) => (source = element)} class={`${rows['secret'] ?? ''} mono`} translate="no" dir="ltr">
          {props.secret}
        </code>
      </p>
      <CopyButton
        variant="plain"
        text={() => props.secret}
        source={() => source}
        label={words.copySecret}
        copied={words.copied}
        failed={say(linkWords.copyFailed, { key: shortcutKey() })}
      />
      <p class={styles['hint']}>{words.secretHint}</p>
    </>
  );
}

export default SealedConditions;
