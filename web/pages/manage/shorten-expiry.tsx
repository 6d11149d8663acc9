import { createSignal, Show } from 'solid-js';
import type { ManagedShare } from '#client/manage.ts';
import { managedShare as messages } from '#words/managed-share.ts';
import { createServerNow } from '#web/clock.ts';
import { opensAgain } from '#web/parts/list/status.ts';
import { minuteFrom, minuteUntil } from '#web/parts/terms/local-moment.ts';
import { Button } from '#web/ui/button.tsx';
import { Late } from '#web/ui/late.tsx';
import type { Manager } from './create-manage.ts';
import styles from './share-panel.module.css';
import type { Managed } from './state.ts';

const importForm = () => import('./shorten-form.tsx');

/** Time to choose a moment and to confirm it. */
const LEAST_SECONDS = 60;

interface ShortenExpiryProps {
  readonly now: Managed;
  readonly manage: Pick<Manager, 'shorten'>;
}

/** Offers to bring the expiry forward, if there is a minute to choose. The form is a lazy module. */
export function ShortenExpiry(props: ShortenExpiryProps) {
  const [open, setOpen] = createSignal(false);
  const now = createServerNow();
  const between = () => earlierExpiries(props.now.share, now());
  let button: HTMLButtonElement | undefined;
  const close = () => {
    setOpen(false);
    button?.focus();
  };
  return (
    <Show when={between()}>
      {(bounds) => (
        <div class={styles['shorten']}>
          <Button
            ref={(element) => (button = element)}
            variant="plain"
            aria-expanded={open()}
            onClick={() => setOpen((before) => !before)}
          >
            {messages.shorten.ask}
          </Button>
          <Show when={open()}>
            <Late
              load={importForm}
              props={{ ...bounds(), act: props.now.act, onShorten: props.manage.shorten, onDone: close }}
              failed={messages.shorten.unloaded}
              again={messages.again}
            />
          </Show>
        </div>
      )}
    </Show>
  );
}

/** Whole minutes, the server's time. Never before the moment from which it opens. */
function earlierExpiries(share: ManagedShare, now: number): { from: number; to: number } | undefined {
  if (!opensAgain(share) || share.answer) return undefined;
  const from = minuteFrom(Math.max(now, share.notBefore ?? 0) + LEAST_SECONDS);
  const to = minuteUntil(share.expiresAt - 1);
  return from <= to ? { from, to } : undefined;
}
