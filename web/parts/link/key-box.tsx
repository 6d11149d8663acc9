import { createSignal, Show } from 'solid-js';
import type { Message } from '#client/words/message.ts';
import { say } from '#web/i18n/words.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import styles from './key-box.module.css';
import type { KeyFault } from './key-fault.ts';
import type { Keyless } from './read-key.ts';

interface FaultMessage {
  readonly title: string;
  readonly text: string;
}

export interface KeyMessages extends Readonly<Record<'missing' | 'cut' | 'wrong' | 'address', FaultMessage>> {
  readonly foreign: { readonly title: string; readonly text: Message<{ readonly origin: string }> };
  readonly other: FaultMessage & { readonly go: string };
  readonly label: string;
  readonly hint: string;
  readonly use: string;
  readonly empty: string;
}

export interface KeyBoxProps {
  readonly keyless: Keyless;
  readonly messages: KeyMessages;
  readonly onKey: (text: string) => void;
}

/** Explains what is wrong with the key and takes another one, without any request to the server. */
export function KeyBox(props: KeyBoxProps) {
  const [text, setText] = createSignal('');
  const [empty, setEmpty] = createSignal(false);
  const textOf = (fault: KeyFault) =>
    fault.kind === 'foreign'
      ? say(props.messages.foreign.text, { origin: fault.origin })
      : props.messages[fault.kind].text;
  const latest = () => props.keyless.pasted ?? props.keyless.fault;
  const error = () => {
    if (empty()) return props.messages.empty;
    return props.keyless.pasted && textOf(props.keyless.pasted);
  };
  const elsewhere = () => {
    const fault = latest();
    return fault.kind === 'other' ? fault.href : undefined;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setEmpty(text().trim() === '');
    if (!empty()) props.onKey(text());
  };
  return (
    <Statement title={props.messages[props.keyless.fault.kind].title} text={textOf(props.keyless.fault)}>
      <Show when={elsewhere()}>
        {(href) => (
          <p>
            <a href={href()}>{props.messages.other.go}</a>
          </p>
        )}
      </Show>
      <Show when={props.keyless.fault.kind !== 'address'}>
        <form class={styles['box']} novalidate onSubmit={submit}>
          <TextField
            label={props.messages.label}
            hint={props.messages.hint}
            error={error()}
            face="mono"
            translate="no"
            dir="ltr"
            value={text()}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setEmpty(false);
            }}
          />
          <div class={styles['foot']}>
            <Button type="submit" variant="primary">
              {props.messages.use}
            </Button>
          </div>
        </form>
      </Show>
    </Statement>
  );
}
