import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { link as words } from '#words/link.ts';
import { mail } from '#words/mail.ts';
import { Button } from '#web/ui/button.tsx';
import { ButtonLink } from '#web/ui/button-link.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Late } from '#web/ui/late.tsx';
import styles from './link-ways.module.css';

const importQrCode = () => import('#web/ui/qr-code.tsx');

export interface LinkWaysProps {
  /** Passed on as it is: without the key if that is sent separately. */
  readonly link: string;
  readonly qrLabel: string;
  /** Explains who may see the code. */
  readonly qrHint: string;
  readonly mailto: string;
  /** Only a part of the link is passed on. */
  readonly isPart?: boolean;
  /** The whole link went to the system's share sheet or a mail, or is shown as a code. */
  readonly onTaken?: () => void;
  /** More ways, added by the page. */
  readonly children?: JSX.Element;
}

/** Ways to pass a link on other than copying it. */
export function LinkWays(props: LinkWaysProps) {
  const [code, setCode] = createSignal(false);
  const take = () => props.isPart || props.onTaken?.();
  const share = async () => {
    try {
      await navigator.share({ url: props.link });
    } catch {
      return;
    }
    take();
  };
  const toggleCode = () => {
    setCode(!code());
    take();
  };
  return (
    <>
      <div class={styles['ways']}>
        <Button aria-expanded={code()} onClick={toggleCode}>
          <Icon name="qr" />
          {code() ? words.qrHide : words.qr}
        </Button>
        <Show when={'share' in navigator}>
          <Button onClick={() => void share()}>
            <Icon name="share" />
            {words.share}
          </Button>
        </Show>
        <ButtonLink href={props.mailto} onClick={take}>
          <Icon name="mail" />
          {mail.write}
        </ButtonLink>
        {props.children}
      </div>
      <Show when={code()}>
        <div class={styles['code']}>
          <Late
            load={importQrCode}
            props={{ text: props.link, label: props.qrLabel, hint: props.qrHint }}
            failed={words.qrUnloaded}
            again={words.qrRetry}
          />
        </div>
      </Show>
    </>
  );
}
