import { Show } from 'solid-js';
import { token as words } from '#words/token.ts';
import { Late } from '#web/ui/late.tsx';
import type { TokenFieldProps } from './token-field.tsx';

const importTokenField = () => import('./token-field.tsx');

/** The field for a token, loaded once creating requires one. */
export function LateTokenField(props: TokenFieldProps) {
  return (
    <Show when={props.token.state().at !== 'needless'}>
      <Late
        load={importTokenField}
        props={{ token: props.token, disabled: props.disabled }}
        failed={words.unloaded}
        again={words.retry}
      />
    </Show>
  );
}
