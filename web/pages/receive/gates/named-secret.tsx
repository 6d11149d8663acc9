import { createEffect, Match, onCleanup, Show, Switch } from 'solid-js';
import type { DescribeReply } from '#server/shares/wire.ts';
import { receiveGates as messages } from '#words/receive-gates.ts';
import { say } from '#web/i18n/words.ts';
import { at } from '#web/app/state.ts';
import { SealedPaper } from '#web/pages/receive/sealed-paper.tsx';
import type { GatedState, Given, ReadyState } from '#web/pages/receive/state.ts';
import { AddressForm } from './address-form.tsx';
import { askedWords, CodeForm } from './code-form.tsx';
import type { AskCode } from './create-ask.ts';
import { createSeconds } from './create-seconds.ts';
import styles from './gated-secret.module.css';

export interface NamedSecretProps {
  readonly now: Exclude<GatedState, { at: 'early' }>;
  readonly onOpen: (given: Given) => void;
  readonly onRetryNow: () => void;
}

/** A secret for named people: an address, then the code from the mail. */
export function NamedSecret(props: NamedSecretProps) {
  const ready = (): ReadyState => (props.now.at === 'ready' ? props.now : props.now.ready);
  const opening = () => props.now.at === 'opening';
  const progress = () => (props.now.at === 'opening' ? props.now.progress : undefined);
  const asked = () => {
    const now = ready().ask?.state();
    return now?.at === 'asked' ? askedWords(now) : undefined;
  };
  return (
    <SealedPaper
      ready={ready()}
      lede={asked() ?? messages.people.lede}
      progress={progress()}
      onRetryNow={() => props.onRetryNow()}
    >
      <Show when={ready().ask} keyed>
        {(ask) => {
          const now = followAsk(ask, opening);
          return (
            <>
              <Switch fallback={<AddressForm ask={ask} />}>
                <Match when={at(ask.state, 'asked')}>
                  {(asked) => (
                    <CodeForm
                      ask={ask}
                      asked={asked()}
                      ready={ready()}
                      opening={opening()}
                      now={now()}
                      onOpen={props.onOpen}
                    />
                  )}
                </Match>
              </Switch>
              <div class={styles['asides']}>
                <p>{each(ready().description)}</p>
                <p>{messages.serverChecks}</p>
              </div>
            </>
          );
        }}
      </Show>
    </SealedPaper>
  );
}

/** Follows the clock, and other tabs of this browser. @returns the server's time */
function followAsk(ask: AskCode, opening: () => boolean) {
  const now = createSeconds();
  createEffect(() => {
    now();
    if (!opening()) ask.checkTime();
  });
  const listeners = new AbortController();
  const changed = ({ key }: StorageEvent) => {
    if (key === ask.storedAs && !opening()) ask.readAgain();
  };
  addEventListener('storage', changed, { signal: listeners.signal });
  onCleanup(() => listeners.abort());
  return now;
}

function each({ maxViews }: DescribeReply): string {
  return maxViews === 0 ? messages.people.eachUnlimited : say(messages.people.each, { count: maxViews });
}
