import { createEffect, onMount, Show } from 'solid-js';
import { receiveGates } from '#words/receive-gates.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { sentences } from '#web/i18n/lists.ts';
import { inSlots } from '#web/i18n/words.ts';
import { focusIfFree } from '#web/app/focus.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { AskCode } from './create-ask.ts';
import styles from './gated-secret.module.css';

/** The address to which the code goes. */
export function AddressForm(props: { readonly ask: AskCode }) {
  const messages = receiveGates.people;
  const requesting = () => props.ask.state().at === 'requesting';
  const state = () => {
    const now = props.ask.state();
    return now.at === 'address' ? now : undefined;
  };
  const notice = () => {
    const fault = state()?.fault;
    return fault === undefined || fault === 'malformed' ? undefined : messages[fault];
  };
  const error = () => {
    const failure = state()?.failure;
    if (failure) return sentences(serviceFailure[failure.kind], messages.notRequested);
    return state()?.fault === 'malformed' ? messages.malformed : undefined;
  };
  let input: HTMLInputElement | undefined;
  onMount(() => queueMicrotask(() => focusIfFree(input)));
  createEffect(() => error() !== undefined && queueMicrotask(() => input?.focus()));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void props.ask.request();
  };
  return (
    <>
      <Show when={notice()}>
        <p class={styles['notice']} role="alert">
          {notice()}
        </p>
      </Show>
      <form class={styles['form']} novalidate onSubmit={submit}>
        <TextField
          ref={(element) => (input = element)}
          label={messages.address}
          // Not type="email": Chromium would rewrite a domain such as bücher.example under the person's hands.
          inputMode="email"
          autocomplete="email"
          dir="ltr"
          translate="no"
          hint={
            <Show when={props.ask.otherForm()} fallback={<>{messages.hint}</>}>
              {(address) => <>{inSlots(messages.goesTo, { address: <Address text={address()} /> })}</>}
            </Show>
          }
          error={error()}
          readOnly={requesting()}
          value={props.ask.address()}
          onInput={(event) => props.ask.setAddress(event.currentTarget.value)}
        />
        <div class={styles['actions']}>
          <Button type="submit" variant="primary" aria-disabled={requesting()}>
            {requesting() ? messages.requesting : messages.request}
          </Button>
          <Show when={state()?.running}>
            <Button onClick={() => props.ask.goBack()}>{messages.back}</Button>
          </Show>
        </div>
      </form>
    </>
  );
}

export function Address(props: { readonly text: string }) {
  return (
    <bdi dir="ltr" translate="no" class={styles['address']}>
      {props.text}
    </bdi>
  );
}
