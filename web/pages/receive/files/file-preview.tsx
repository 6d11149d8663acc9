import { Match, Show, Switch } from 'solid-js';
import { receiveFiles as messages } from '#words/receive-files.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { MAX_PREVIEW_TEXT_BYTES } from './create-preview.ts';
import type { Preview } from './create-preview.ts';
import styles from './file-preview.module.css';

interface FilePreviewProps {
  readonly now: Preview;
  readonly name: string;
  readonly onUndrawable: () => void;
}

/** Shows a picture or plain text, never anything that could run code. */
export function FilePreview(props: FilePreviewProps) {
  const picture = () => (props.now.at === 'picture' ? props.now : undefined);
  const text = () => (props.now.at === 'text' ? props.now : undefined);
  const failed = () => (props.now.at === 'failed' ? props.now : undefined);
  return (
    <Show when={props.now.at !== 'closed'}>
      <div class={styles['preview']}>
        <Switch>
          <Match when={props.now.at === 'loading'}>
            <p class={styles['words']} role="status">
              {messages.preview.loading}
            </p>
          </Match>
          <Match when={picture()}>
            {(now) => (
              <img
                class={styles['picture']}
                src={now().url}
                alt={say(messages.preview.picture, { name: props.name })}
                decoding="async"
                onError={() => props.onUndrawable()}
              />
            )}
          </Match>
          <Match when={text()}>
            {(now) => (
              <>
                <pre
                  class={styles['text']}
                  translate="no"
                  role="region"
                  aria-label={say(messages.preview.text, { name: props.name })}
                  tabindex="0"
                >
                  {now().text}
                </pre>
                <Show when={now().cut}>
                  <p class={styles['words']}>
                    {say(messages.preview.cut, { size: formatBytes(MAX_PREVIEW_TEXT_BYTES) })}
                  </p>
                </Show>
              </>
            )}
          </Match>
          <Match when={props.now.at === 'nothing'}>
            <p class={styles['words']} role="status">
              {messages.preview.nothing}
            </p>
          </Match>
          <Match when={failed()}>
            {(now) => (
              <p class={styles['words']} role="alert">
                {messages.failed[now().reason]}
              </p>
            )}
          </Match>
        </Switch>
      </div>
    </Show>
  );
}
