import { createEffect, Match, onMount, Switch } from 'solid-js';
import { signIn as words } from '#words/sign-in.ts';
import { inSlots } from '#web/i18n/words.ts';
import { recoverFocusOnTurns } from '#web/app/focus.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { at } from '#web/app/state.ts';
import { session } from '#web/parts/session/session.ts';
import { addSessionLine } from '#web/parts/session/session-line.tsx';
import { Statement } from '#web/parts/statement/statement.tsx';
import { returnedEffects } from './browser-effects.ts';
import { createReturned } from './create-returned.ts';
import { FailedSignIn } from './failed-sign-in.tsx';
import { TerminalToken } from './terminal-token.tsx';

/** Where the provider returns to. Later, it shows who has signed in. */
export function SignedInPage() {
  const returned = createReturned(returnedEffects());
  onMount(() => {
    void returned.start().then(() => {
      if (returned.state().at === 'signed-in') addSessionLine();
    });
  });
  createEffect(() => {
    if (session.state().at === 'none') returned.leave();
  });
  recoverFocusOnTurns(returned.state);
  const startAgain = () => <a href={`${basePath()}sign-in`}>{words.signIn}</a>;
  return (
    <Page documentTitle={words.documentTitle}>
      <Switch fallback={<p role="status">{words.finishing}</p>}>
        <Match when={at(returned.state, 'signed-in')}>
          {(now) => (
            <Statement
              title={words.signedIn.title}
              text={inSlots(words.signedIn.text, {
                who: (
                  <bdi dir="ltr" translate="no">
                    {now().session.who}
                  </bdi>
                ),
              })}
            >
              <p>{words.signedIn.next}</p>
              <TerminalToken terminal={now().terminal} onMake={() => void returned.makeToken()} />
            </Statement>
          )}
        </Match>
        <Match when={at(returned.state, 'elsewhere')}>
          <Statement title={words.elsewhere.title} text={words.elsewhere.text} next={words.elsewhere.next} />
        </Match>
        <Match when={at(returned.state, 'nobody')}>
          <Statement title={words.nobody.title} text={words.nobody.text} actions={startAgain()} />
        </Match>
        <Match when={at(returned.state, 'failed')}>
          {(failed) => <FailedSignIn error={failed().error} action={startAgain()} />}
        </Match>
      </Switch>
    </Page>
  );
}
