import { createSignal, Match, Show, Switch } from 'solid-js';
import { render } from 'solid-js/web';
import { session as words } from '#words/session.ts';
import { focusIfFree } from '#web/app/focus.ts';
import { at } from '#web/app/state.ts';
import { inSlots } from '#web/i18n/words.ts';
import { announce } from '#web/ui/announce.tsx';
import { session } from './session.ts';
import { SignInLink } from './sign-in-link.tsx';
import styles from './session-line.module.css';

let isAdded = false;

/** Adds to the header who has signed in, and follows it while the page is open. A lazy module. */
export function addSessionLine(): void {
  const header = document.querySelector('header');
  if (header === null || isAdded) return;
  isAdded = true;
  const place = document.createElement('div');
  place.className = styles['line'] ?? '';
  header.append(place);
  session.follow();
  render(() => <SessionLine />, place);
}

function SessionLine() {
  const [failed, setFailed] = createSignal(false);
  let link: HTMLAnchorElement | undefined;
  const signOut = async () => {
    const ended = await session.end();
    setFailed(!ended);
    announce(ended ? words.signedOut : words.notSignedOut);
    queueMicrotask(() => focusIfFree(link));
  };
  return (
    <Switch>
      <Match when={at(session.state, 'signed-in')}>
        {(now) => (
          <>
            <span class={styles['who']}>
              <Show when={!failed()} fallback={words.notSignedOut}>
                {inSlots(words.signedIn, {
                  who: (
                    <bdi dir="ltr" translate="no">
                      {now().session.who}
                    </bdi>
                  ),
                })}
              </Show>
            </span>
            <button type="button" class={styles['action']} onClick={() => void signOut()}>
              {words.signOut}
            </button>
          </>
        )}
      </Match>
      <Match when={at(session.state, 'none')}>
        <SignInLink class={styles['action']} ref={(element) => (link = element)} />
      </Match>
    </Switch>
  );
}
