import { createEffect, Match, Switch } from 'solid-js';
import { tokenField as words } from '#words/token-field.ts';
import { at } from '#web/app/state.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { PasswordField } from '#web/ui/password-field.tsx';
import type { TokenFault, TokenHolder } from './create-token-holder.ts';
import styles from './token-field.module.css';

export interface TokenFieldProps {
  readonly token: TokenHolder;
  readonly disabled: boolean;
}

/** Asks for a token, says that it is used, and lets the person forget it. */
export default function TokenField(props: TokenFieldProps) {
  let field: HTMLInputElement | undefined;
  const asked = () => at(props.token.state, 'asked');
  createEffect(() => {
    if (asked()?.fault !== undefined) queueMicrotask(() => field?.focus());
  });
  const forget = () => {
    props.token.forget();
    announce(words.forgotten);
    queueMicrotask(() => field?.focus());
  };
  return (
    <Switch>
      <Match when={asked()}>
        {(now) => (
          <div class={styles['asked']}>
            <PasswordField
              ref={(element: HTMLInputElement) => (field = element)}
              autocomplete="off"
              label={words.label}
              hint={words.hint}
              error={sentence(now().fault)}
              show={words.show}
              hide={words.hide}
              translate="no"
              dir="ltr"
              value={now().value}
              readOnly={props.disabled}
              onInput={(value) => props.token.edit({ value })}
            />
            <Checkbox
              class={styles['keep']}
              label={words.keep}
              hint={words.keepHint}
              checked={now().keep}
              disabled={props.disabled}
              onChange={(keep) => props.token.edit({ keep })}
            />
          </div>
        )}
      </Match>
      <Match when={at(props.token.state, 'held')}>
        {(now) => (
          <p class={styles['held']}>
            {now().kept ? words.kept : words.held}{' '}
            <Button variant="plain" disabled={props.disabled} onClick={forget}>
              {words.forget}
            </Button>
          </p>
        )}
      </Match>
    </Switch>
  );
}

function sentence(fault: TokenFault | undefined): string | undefined {
  return fault === undefined ? undefined : words.fault[fault];
}
