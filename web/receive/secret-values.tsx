import { For, Show } from 'solid-js';
import { receive as messages } from '#messages/receive.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { secretLines } from './secret-lines.ts';
import styles from './secret-sheet.module.css';

interface SecretValuesProps {
  readonly text: string;
}

/** A button for each value of a text of NAME=value lines. Loaded where a text may be one. */
export default function SecretValues(props: SecretValuesProps) {
  return (
    <Show when={secretLines(props.text)}>
      {(named) => (
        <details class={styles['lines']}>
          <summary>{messages.opened.lines(named().length)}</summary>
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
                    label={messages.opened.copyLine}
                    description={messages.opened.copyValue(name)}
                    copied={messages.opened.copied}
                    failed={messages.opened.copyFailed}
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
