import { createEffect, Match, onCleanup, onMount, Switch } from 'solid-js';
import { serviceFailure } from '#words/service-failure.ts';
import { receive as messages } from '#words/receive.ts';
import { receiveUnopenable as unopenable } from '#words/receive-unopenable.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { brand } from '#web/app/layout/brand.ts';
import { SupportLine } from '#web/app/layout/own-links.tsx';
import { Page } from '#web/app/layout/page.tsx';
import { KeyBox } from '#web/parts/link/key-box.tsx';
import { at } from '#web/app/state.ts';
import { recoverFocusOnTurns } from '#web/app/focus.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { Button } from '#web/ui/button.tsx';
import { receiveEffects } from './browser-effects.ts';
import { createReceive } from './create-receive.ts';
import type { Receiver } from './create-receive.ts';
import { LazyGatedSecret } from './lazy-gated-secret.tsx';
import { LazyOpenedSecret } from './lazy-opened-secret.tsx';
import { OverSecret } from './over-secret.tsx';
import { SealedSecret } from './sealed-secret.tsx';
import type { GatedState, ReceiveState } from './state.ts';

export function ReceivePage() {
  const receive = createReceive(receiveEffects());
  onMount(() => {
    void receive.start();
    if (brand().abuseContact) void import('./report-link.tsx').then((part) => part.addReportLink(), ignore);
  });
  followThePage(receive);
  recoverFocusOnTurns(receive.state);
  const look = () => void receive.start();
  return (
    <Page documentTitle={messages.documentTitle}>
      <Switch fallback={<p role="status">{messages.looking}</p>}>
        <Match when={at(receive.state, 'keyless')}>
          {(now) => <KeyBox keyless={now()} messages={messages.key} onKey={(text) => void receive.giveKey(text)} />}
        </Match>
        <Match when={at(receive.state, 'unreachable')}>
          {(now) => (
            <Statement
              title={messages.unreachable.title}
              text={serviceFailure[now().failure.kind]}
              next={messages.unreachable.next}
              actions={[<Button onClick={receive.retryNow}>{messages.unreachable.now}</Button>, <SupportLine />]}
            />
          )}
        </Match>
        <Match when={gated(receive.state())}>
          {(now) => (
            <LazyGatedSecret now={now()} onOpen={(given) => void receive.open(given)} onRetryNow={receive.retryNow} />
          )}
        </Match>
        <Match when={at(receive.state, 'ready') ?? at(receive.state, 'opening')}>
          {(now) => (
            <SealedSecret now={now()} onOpen={(given) => void receive.open(given)} onRetryNow={receive.retryNow} />
          )}
        </Match>
        <Match when={at(receive.state, 'opened')}>
          {(now) => (
            <LazyOpenedSecret
              now={now()}
              onKept={receive.keep}
              onTaken={() => receive.endFiles(true)}
              onOver={() => receive.endFiles(false)}
              onRetryNow={receive.retryNow}
            />
          )}
        </Match>
        <Match when={at(receive.state, 'over')}>{(now) => <OverSecret now={now()} onLook={look} />}</Match>
        <Match when={at(receive.state, 'remembered')}>
          {(now) => (
            <Statement
              title={unopenable.remembered.title}
              text={say(unopenable.remembered.text, { when: formatAbsolute(now().openedHere) })}
              next={unopenable.remembered.next}
            />
          )}
        </Match>
        <Match when={at(receive.state, 'nothing')}>
          <Saying says={unopenable.nothing} />
        </Match>
        <Match when={at(receive.state, 'newer')}>
          <Saying says={unopenable.newer} />
        </Match>
        <Match when={at(receive.state, 'elsewhere')}>
          <Saying says={unopenable.elsewhere} again={unopenable.elsewhere.again} onAgain={look} />
        </Match>
        <Match when={at(receive.state, 'incapable')}>
          {(now) => (
            <Saying says={unopenable.incapable[now().lacks]} again={unopenable.incapable.again} onAgain={look} />
          )}
        </Match>
        <Match when={at(receive.state, 'forged')}>
          {(now) => (
            <Statement
              title={unopenable.forged.title}
              text={now().fetched ? unopenable.forged.fetched : unopenable.forged.unfetched}
              next={unopenable.forged.next}
            />
          )}
        </Match>
      </Switch>
    </Page>
  );
}

/** The states that a share with gates can be in before it is open. */
function gated(now: ReceiveState): GatedState | undefined {
  if (now.at === 'early') return now;
  if (now.at === 'opening') return (now.ready.ask ?? now.ready.members) && now;
  return now.at === 'ready' && (now.ask ?? now.members) ? now : undefined;
}

interface SayingProps {
  readonly says: { readonly title: string; readonly text: string; readonly next?: string };
  readonly again?: string;
  readonly onAgain?: () => void;
}

function Saying(props: SayingProps) {
  return (
    <Statement
      title={props.says.title}
      text={props.says.text}
      next={props.says.next}
      actions={props.onAgain && <Button onClick={props.onAgain}>{props.again}</Button>}
    />
  );
}

/** The page works without the report link; a reload loads it. */
const ignore = () => undefined;

/** Follows the browser: another key in the address, a returning network, leaving the page and coming back. */
function followThePage(receive: Receiver): void {
  const reload = () => location.reload();
  const takeAddress = () => {
    const { at } = receive.state();
    // While something is open or being opened, a reload makes the browser ask first.
    if (at === 'opened' || at === 'opening') {
      reload();
      return;
    }
    receive.leave();
    void receive.start();
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  onCleanup(() => listeners.abort());
  addEventListener('online', receive.retryNow, { signal });
  // The person may return from another tab, in which they signed in.
  addEventListener('focus', receive.retryNow, { signal });
  addEventListener('hashchange', takeAddress, { signal });
  // A page in the back/forward cache must not keep a secret.
  addEventListener('pagehide', (event) => event.persisted && receive.leave(), { signal });
  addEventListener('pageshow', (event) => event.persisted && reload(), { signal });
  createEffect(() => {
    const now = receive.state();
    if (now.at !== 'opened' || now.kept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
}
