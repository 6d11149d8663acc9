import { createEffect, createSignal, onMount, Show } from 'solid-js';
import { receiveGates } from '#words/receive-gates.ts';
import { receive } from '#words/receive.ts';
import { formatClock } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { SealedPassword } from '#web/pages/receive/sealed-paper.tsx';
import type { Given, ReadyState } from '#web/pages/receive/state.ts';
import type { AskCode, AskState, CodeFault } from './create-ask.ts';
import { MailFacts } from './mail-facts.tsx';
import { ResendMail } from './resend-mail.tsx';
import styles from './gated-secret.module.css';

interface CodeFormProps {
  readonly ask: AskCode;
  readonly asked: Extract<AskState, { at: 'asked' }>;
  readonly ready: ReadyState;
  readonly opening: boolean;
  /** Unix seconds, by the server's clock. */
  readonly now: number;
  readonly onOpen: (given: Given) => void;
}

/** Takes the code from the mail, and the password if there is one. */
export function CodeForm(props: CodeFormProps) {
  const messages = receiveGates.people;
  const [password, setPassword] = createSignal('');
  let code: HTMLInputElement | undefined;
  let form: HTMLFormElement | undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (props.opening) return;
    const taken = props.ask.takeCode();
    if (taken) props.onOpen({ code: taken, ...(props.ready.password && { password: password() }) });
    else code?.select();
  };
  onMount(() => code?.focus());
  createEffect(() => props.asked.mail !== 'requesting' && announce(askedWords(props.asked)));
  createEffect(() => props.ask.codeFault() && queueMicrotask(() => code?.select()));
  createEffect(() => {
    if (!props.ready.error) return;
    queueMicrotask(() => form?.querySelector<HTMLInputElement>('input[type="password"]')?.select());
  });
  return (
    <>
      <MailFacts ask={props.ask} asked={props.asked} opening={props.opening} />
      <form ref={(element) => (form = element)} class={styles['form']} novalidate onSubmit={submit}>
        <TextField
          ref={(element) => (code = element)}
          label={messages.code}
          hint={say(messages.codeHint, { time: formatClock(props.asked.ask.endsAt) })}
          error={faultWords(props.ask.codeFault())}
          face="mono"
          dir="ltr"
          translate="no"
          inputMode="numeric"
          autocomplete="one-time-code"
          readOnly={props.opening}
          value={props.ask.code()}
          onInput={(event) => props.ask.setCode(event.currentTarget.value)}
        />
        <Show when={props.ready.password}>
          <SealedPassword ready={props.ready} value={password()} onInput={setPassword} readOnly={props.opening} />
        </Show>
        <Show when={!props.ready.password && props.ready.error}>
          {(error) => <p role="alert">{receive.error[error()]}</p>}
        </Show>
        <Button type="submit" variant="primary" aria-disabled={props.opening}>
          {props.opening ? receive.opening.busy : receive.ready.open}
        </Button>
      </form>
      <Show when={!props.opening}>
        <ResendMail ask={props.ask} asked={props.asked} now={props.now} />
      </Show>
    </>
  );
}

/** The same for every address: the page cannot tell a named one from another. */
export const askedWords = ({ mail }: CodeFormProps['asked']): string =>
  mail === 'unsure' ? receiveGates.people.unsure : receiveGates.people.asked;

function faultWords(fault: CodeFault | undefined): string | undefined {
  if (fault === undefined) return undefined;
  const messages = receiveGates.people;
  if (fault.kind === 'malformed') return messages.codeMalformed;
  return fault.triesLeft === undefined ? messages.wrongCode : say(messages.triesLeft, { count: fault.triesLeft });
}
