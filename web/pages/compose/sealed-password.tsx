import { createSignal, Show } from 'solid-js';
import { sealedDetails as words } from '#words/sealed-details.ts';
import { link as linkWords } from '#words/link.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { say } from '#web/i18n/words.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import sealed from '#web/parts/sending/sealed.module.css';
import styles from './sealed-password.module.css';

/** Says nothing about the length of the password. */
const HIDDEN = '••••••••';

/** The password of a sealed share. It is not in the document before the person asks for it. */
export function SealedPassword(props: { readonly password: string }) {
  const [shown, setShown] = createSignal(false);
  let value: HTMLElement | undefined;
  const reveal = () => {
    setShown(true);
    return value;
  };
  return (
    <>
      <div class={styles['row']}>
        <Show
          when={shown()}
          fallback={
            <span class={styles['hidden']} aria-hidden="true">
              {HIDDEN}
            </span>
          }
        >
          <output
            ref={(element) => (value = element)}
            class={`${styles['value'] ?? ''} mono`}
            aria-label={words.password}
            translate="no"
            dir="auto"
          >
            {props.password}
          </output>
        </Show>
        <Button
          variant="plain"
          aria-label={shown() ? words.passwordHideLong : words.passwordShowLong}
          onClick={() => setShown(!shown())}
        >
          {shown() ? words.passwordHide : words.passwordShow}
        </Button>
        <CopyButton
          variant="plain"
          text={() => props.password}
          source={reveal}
          label={words.copy}
          description={words.passwordCopyLong}
          copied={words.copied}
          failed={say(linkWords.copyFailed, { key: shortcutKey() })}
        />
      </div>
      <p class={sealed['hint']}>{words.passwordHint}</p>
    </>
  );
}
