import { createUniqueId, Show } from 'solid-js';
import { link as words } from '#words/link.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { say } from '#web/i18n/words.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import styles from './copy-line.module.css';

export interface CopyLineProps {
  readonly label: string;
  readonly text: string;
  /** The public prefix of the text; the rest is secret and has the seal's colour. Absent: all of it is public. */
  readonly plain?: string;
  readonly action: string;
  readonly primary?: boolean;
  /** Shows the label; otherwise only screen readers announce it. */
  readonly shown?: boolean;
  readonly onCopied?: () => void;
}

/** One text to pass on, with a button that copies it. */
export function CopyLine(props: CopyLineProps) {
  const id = createUniqueId();
  let source: HTMLElement | undefined;
  const plain = () => props.plain ?? props.text;
  return (
    <>
      <p id={id} class={props.shown ? styles['label'] : 'visually-hidden'}>
        {props.label}
      </p>
      <div class={styles['line']} role="group" aria-labelledby={id}>
        <code ref={(element) => (source = element)} class={`${styles['text'] ?? ''} mono`} translate="no" dir="ltr">
          {plain()}
          <Show when={props.text.length > plain().length}>
            <span class={styles['key']}>{props.text.slice(plain().length)}</span>
          </Show>
        </code>
        <CopyButton
          class={styles['copy'] ?? ''}
          variant={props.primary ? 'primary' : 'quiet'}
          text={() => props.text}
          source={() => source}
          label={props.action}
          {...(!props.primary && { description: say(words.copyOf, { what: props.label }) })}
          copied={words.copied}
          failed={say(words.copyFailed, { key: shortcutKey() })}
          onCopied={() => props.onCopied?.()}
        />
      </div>
    </>
  );
}
