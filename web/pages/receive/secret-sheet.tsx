import { createEffect, createSignal, Show } from 'solid-js';
import type { Component } from 'solid-js';
import { receiveOpened as messages } from '#words/receive-opened.ts';
import { say } from '#web/i18n/words.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { saveText } from '#web/parts/files/save-text.ts';
import { directionOf } from '#web/parts/sheet/direction.ts';
import type { SecretValuesProps } from './secret-values.tsx';
import styles from './secret-sheet.module.css';

interface SecretSheetProps {
  readonly text: string;
  readonly onKept: () => void;
}

/** The same in every language. */
const FILE_NAME = 'secret.txt';

/** A separate function, like `importPanel` in opened-files.tsx. */
const importValues = () => import('./secret-values.tsx');

/** The text, shown, copied and saved byte for byte. */
export function SecretSheet(props: SecretSheetProps) {
  const [hidden, setHidden] = createSignal(false);
  const [wrapped, setWrapped] = createSignal(true);
  const [Values, setValues] = createSignal<Component<SecretValuesProps>>();
  const [note, setNote] = createSignal<() => string>();
  createEffect(() => {
    // Without this module the whole text can still be copied.
    if (props.text.includes('='))
      void importValues()
        .then((loaded) => setValues(() => loaded.default))
        .catch(() => undefined);
  });
  const tell = (words: () => string) => {
    setNote(() => words);
    announce(words());
  };
  let sheet: HTMLPreElement | undefined;
  const save = () => {
    saveText(props.text, FILE_NAME);
    announce(messages.saved);
    props.onKept();
  };
  return (
    <div class={styles['sheet']}>
      <Show
        when={!hidden()}
        fallback={<p class={styles['hidden']}>{say(messages.hidden, { count: characters(props.text) })}</p>}
      >
        <pre
          ref={(element) => (sheet = element)}
          class={styles['text']}
          data-wrap={wrapped() ? 'on' : 'off'}
          translate="no"
          dir={directionOf(props.text)}
          role="region"
          aria-label={messages.text}
          tabindex="0"
        >
          <Show when={Values()} fallback={props.text} keyed>
            {(TextWithButtons) => <TextWithButtons text={props.text} onSay={tell} />}
          </Show>
        </pre>
      </Show>
      <Show when={note()}>{(words) => <p class={styles['note']}>{words()()}</p>}</Show>
      <div class={styles['actions']}>
        <CopyButton
          variant="plain"
          text={() => props.text}
          label={
            <>
              <Icon name="copy" />
              {messages.copy}
            </>
          }
          copied={messages.copied}
          failed={messages.copyFailed}
          source={() => sheet}
          onCopied={() => props.onKept()}
        />
        <Button variant="plain" onClick={save}>
          <Icon name="save" />
          {messages.save}
        </Button>
        <Button variant="plain" onClick={() => setHidden(!hidden())}>
          <Icon name={hidden() ? 'show' : 'hide'} />
          {hidden() ? messages.show : messages.hide}
        </Button>
        <Button variant="plain" aria-pressed={wrapped()} onClick={() => setWrapped(!wrapped())}>
          <Icon name="wrap" />
          {messages.wrap}
        </Button>
      </div>
    </div>
  );
}

/** Counted in code points. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
