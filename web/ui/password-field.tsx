import { createSignal } from 'solid-js';
import { Button } from './button.tsx';
import { TextField } from './text-field.tsx';
import type { TextFieldProps } from './text-field.tsx';

type FieldProps = Pick<
  TextFieldProps,
  'autocomplete' | 'dir' | 'error' | 'hint' | 'label' | 'readOnly' | 'ref' | 'translate'
>;

export interface PasswordFieldProps extends FieldProps {
  readonly show: string;
  readonly hide: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** Props are listed individually: spreading them would add half a kilobyte of Solid's runtime to the open page. */
export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = createSignal(false);
  return (
    <TextField
      ref={props.ref}
      autocomplete={props.autocomplete ?? 'new-password'}
      label={props.label}
      hint={props.hint}
      error={props.error}
      dir={props.dir}
      translate={props.translate}
      readOnly={props.readOnly}
      value={props.value}
      face="mono"
      type={shown() ? 'text' : 'password'}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      action={
        <Button variant="plain" aria-pressed={shown()} onClick={() => setShown(!shown())}>
          {shown() ? props.hide : props.show}
        </Button>
      }
    />
  );
}
