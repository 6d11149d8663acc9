import { Match, onMount, Switch } from 'solid-js';
import { signIn as words } from '#words/sign-in.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { at } from '#web/app/state.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { Button } from '#web/ui/button.tsx';
import { leavingEffects } from './browser-effects.ts';
import { createLeaving } from './create-leaving.ts';
import { FailedSignIn } from './failed-sign-in.tsx';

/** Leads to the organisation's provider. */
export function SignInPage() {
  const leaving = createLeaving(leavingEffects());
  const start = () => void leaving.start();
  onMount(start);
  return (
    <Page documentTitle={words.documentTitle}>
      <Switch fallback={<p role="status">{words.leaving}</p>}>
        <Match when={at(leaving.state, 'off')}>
          <Statement
            title={words.off.title}
            text={words.off.text}
            actions={<a href={basePath()}>{words.off.home}</a>}
          />
        </Match>
        <Match when={at(leaving.state, 'failed')}>
          {(failed) => <FailedSignIn error={failed().error} action={<Button onClick={start}>{words.again}</Button>} />}
        </Match>
      </Switch>
    </Page>
  );
}
