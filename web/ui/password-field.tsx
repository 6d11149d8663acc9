import { createSignal, splitProps } from 'solid-js';
import { Button } from './button.tsx';
import { TextField } from './text-field.tsx';
import type { TextFieldProps } from './text-field.tsx';

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'action' | 'onInput'> {
  readonly show: string;
  readonly hide: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export function PasswordField(props: PasswordFieldProps) {
  const [own, field] = splitProps(props, ['show', 'hide', 'onInput']);
  const [shown, setShown] = createSignal(false);
  return (
    <TextField
      autocomplete="new-password"
      {...field}
      face="mono"
      type={shown() ? 'text' : 'password'}
      onInput={(event) => own.onInput(event.currentTarget.value)}
      action={
        <Button variant="plain" aria-pressed={shown()} onClick={() => setShown(!shown())}>
          {shown() ? own.hide : own.show}
        </Button>
      }
    />
  );
}
