import { createEffect, createSignal, on, Show } from 'solid-js';
import { membersGate as words } from '#words/members-gate.ts';
import { receiveGates } from '#words/receive-gates.ts';
import { receive as messages } from '#words/receive.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { focusIfFree } from '#web/app/focus.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { ForMembers, MembersAsk, Who } from '#web/parts/session/members-ask.tsx';
import { SealedPaper, SealedPassword } from '#web/pages/receive/sealed-paper.tsx';
import { countWords } from '#web/pages/receive/sealed-secret.tsx';
import type { GatedState, Given, ReadyState } from '#web/pages/receive/state.ts';
import styles from './gated-secret.module.css';

/** The password, or the button without one. */
const FIRST = 'input:not([hidden]), button[type="submit"]';

export interface MembersSecretProps {
  readonly now: Exclude<GatedState, { at: 'early' }>;
  readonly onOpen: (given: Given) => void;
  readonly onRetryNow: () => void;
}

/** A secret that only members of an organisation open, after signing in. */
export function MembersSecret(props: MembersSecretProps) {
  const [password, setPassword] = createSignal('');
  const ready = (): ReadyState => (props.now.at === 'ready' ? props.now : props.now.ready);
  const opening = () => props.now.at === 'opening';
  const progress = () => (props.now.at === 'opening' ? props.now.progress : undefined);
  return (
    <Show when={ready().members} keyed>
      {(gate) => {
        const member = () => {
          const now = gate.state();
          return now.at === 'member' ? now.session.who : undefined;
        };
        let form: HTMLFormElement | undefined;
        createEffect(
          on(gate.state, (now, before) => {
            if (now.at !== 'member' || before?.at === 'member') return;
            announce(say(words.now, { who: now.session.who }));
            // Back from signing in: what had the focus is gone.
            if (before?.at === 'nobody') queueMicrotask(() => focusIfFree(form?.querySelector<HTMLElement>(FIRST)));
          }),
        );
        createEffect(() => {
          if (ready().error && ready().password)
            queueMicrotask(() => form?.querySelector<HTMLInputElement>('input:not([hidden])')?.select());
        });
        const submit = (event: SubmitEvent) => {
          event.preventDefault();
          if (!opening()) props.onOpen(ready().password ? { password: password() } : {});
        };
        return (
          <SealedPaper
            ready={ready()}
            lede={<ForMembers gate={gate} groups={ready().description.members?.groups} kind="share" />}
            progress={progress()}
            onRetryNow={() => props.onRetryNow()}
          >
            <Show when={member()} fallback={<MembersAsk gate={gate} />}>
              {(who) => (
                <form ref={(element) => (form = element)} class={styles['form']} novalidate onSubmit={submit}>
                  <p>{countWords(ready().description)}</p>
                  <p>{inSlots(words.seen, { who: <Who text={who()} /> })}</p>
                  <Show when={ready().password}>
                    <SealedPassword ready={ready()} value={password()} onInput={setPassword} readOnly={opening()} />
                  </Show>
                  <Show when={!ready().password && ready().error}>
                    {(error) => <p role="alert">{messages.error[error()]}</p>}
                  </Show>
                  <Button type="submit" variant="primary" aria-disabled={opening()}>
                    {opening() ? messages.opening.busy : messages.ready.open}
                  </Button>
                </form>
              )}
            </Show>
            <div class={styles['asides']}>
              <p>{receiveGates.serverChecks}</p>
            </div>
          </SealedPaper>
        );
      }}
    </Show>
  );
}
