import { Match, Switch } from 'solid-js';
import { serviceFailure } from '#words/service-failure.ts';
import { signIn as words } from '#words/sign-in.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { sentences } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { at } from '#web/app/state.ts';
import { CopyLine } from '#web/parts/link/copy-line.tsx';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import styles from './terminal-token.module.css';
import type { TerminalState } from './state.ts';

export interface TerminalTokenProps {
  readonly terminal: TerminalState;
  readonly onMake: () => void;
}

/** Signs in a terminal: its token is made on demand, and shown once. */
export function TerminalToken(props: TerminalTokenProps) {
  const state = () => props.terminal;
  const failure = () => {
    const failed = at(state, 'failed');
    return failed && (failed.failure ? serviceFailure[failed.failure.kind] : words.terminal.refused);
  };
  return (
    <div class={styles['terminal']}>
      <Switch
        fallback={
          <>
            <Switch>
              <Match when={failure()}>
                {(sentence) => <Notice tone="error">{sentences(sentence(), words.terminal.notMade)}</Notice>}
              </Match>
            </Switch>
            <Button aria-disabled={state().at === 'making'} onClick={() => props.onMake()}>
              {state().at === 'making' ? words.terminal.making : words.terminal.make}
            </Button>
          </>
        }
      >
        <Match when={at(state, 'made')}>
          {(made) => (
            <div role="status">
              <p>{words.terminal.how}</p>
              <CopyLine
                label={words.terminal.label}
                text={made().token}
                plain="sotto_s_"
                action={words.terminal.copy}
                shown
              />
              <p class={styles['quiet']}>{say(words.terminal.until, { when: formatAbsolute(made().expiresAt) })}</p>
            </div>
          )}
        </Match>
      </Switch>
    </div>
  );
}
