import { For, Show } from 'solid-js';
import { receive as messages } from '#messages/receive.ts';
import { receiveValues as words } from '#messages/receive-values.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { secretLines } from './secret-lines.ts';
import styles from './secret-sheet.module.css';

interface SecretValuesProps {
  readonly text: string;
}

/** A copy button for each value in a text of NAME=value lines. Loaded only for texts with an equals sign. */
export default function SecretValues(props: SecretValuesProps) {
  return (
    <Show when={secretLines(props.text)}>
      {(named) => (
        <details class={styles['lines']}>
          <summary>{words.title(named().length)}</summary>
          <ul>
            <For each={named()}>
              {({ name, value }) => (
                <li>
                  <code class={styles['name']} translate="no">
                    {name}
                  </code>
                  <CopyButton
                    variant="plain"
                    text={() => value}
                    label={words.copy}
                    description={messages.opened.copyValue(name)}
                    copied={messages.opened.copied}
                    failed={words.copyFailed}
                  />
                </li>
              )}
            </For>
          </ul>
        </details>
      )}
    </Show>
  );
}
