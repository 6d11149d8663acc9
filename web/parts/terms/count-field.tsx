import { createMemo } from 'solid-js';
import { TextField } from '#web/ui/text-field.tsx';

export interface CountFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly most: number;
  readonly value: number | undefined;
  readonly error?: string | undefined;
  /** @param count an integer of at least 2; undefined while the field's value is invalid or too large */
  readonly onChange: (count: number | undefined) => void;
}

export function CountField(props: CountFieldProps) {
  // An invalid value stays as it was typed.
  const last = createMemo<number | undefined>((before) => props.value ?? before);
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      error={props.error}
      type="number"
      inputMode="numeric"
      min="2"
      max={props.most}
      required
      value={last()}
      onInput={({ currentTarget: field }) => props.onChange(field.validity.valid ? field.valueAsNumber : undefined)}
    />
  );
}
