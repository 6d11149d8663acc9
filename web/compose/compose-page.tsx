import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js';
import { compose as words, sealed as sealedWords } from '#messages/compose.ts';
import { Page } from '#web/layout/page.tsx';
import { at } from '#web/machine/at.ts';
import { browserEffects, loadBounds } from './browser-effects.ts';
import { copyEventually } from './copy-eventually.ts';
import { createCompose } from './create-compose.ts';
import { Removed } from './removed.tsx';
import { SealedShare } from './sealed-share.tsx';
import { Writing } from './writing.tsx';

export function ComposePage() {
  const composer = createCompose(browserEffects());
  const [bounds] = loadBounds();
  const [copied, setCopied] = createSignal(false);

  const sealAndCopy = async () => setCopied(await copyEventually(composer.seal().then((shared) => shared?.link)));
  const written = () => {
    const state = composer.state();
    return state.at !== 'sealed' && state.draft.text !== '';
  };
  const askBeforeLeaving = (event: BeforeUnloadEvent) => {
    if (written()) event.preventDefault();
  };
  // A page that is kept for the way back keeps no secret.
  const clearOnLeaving = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    composer.clear();
    setCopied(false);
  };
  onMount(() => {
    addEventListener('beforeunload', askBeforeLeaving);
    addEventListener('pagehide', clearOnLeaving);
    onCleanup(() => {
      removeEventListener('beforeunload', askBeforeLeaving);
      removeEventListener('pagehide', clearOnLeaving);
    });
  });

  const sealed = () => at(composer.state, 'sealed');
  const removal = () => {
    const removal = sealed()?.removal;
    return removal?.at === 'removed' ? removal : undefined;
  };
  const title = () => (removal() ? sealedWords.removed : sealed() ? sealedWords.title : words.title);
  const lede = () => {
    const gone = removal();
    if (gone) return sealedWords.removedLede(gone.endedAt);
    const share = sealed()?.shared;
    return share ? sealedWords.lede[share.maxViews === 1 ? 'once' : 'many'] : words.lede;
  };
  return (
    <Page title={title()} lede={lede()} documentTitle={words.title}>
      <Switch>
        <Match when={removal()}>
          <Removed />
        </Match>
        <Match when={sealed()}>
          {(state) => <SealedShare sealed={state()} copied={copied()} onRemove={() => void composer.remove()} />}
        </Match>
        <Match when={at(composer.state, 'writing') ?? at(composer.state, 'sealing')}>
          {(state) => (
            <Writing
              state={state()}
              bounds={bounds()}
              onEdit={composer.edit}
              onSeal={() => void composer.seal()}
              onSealAndCopy={() => void sealAndCopy()}
              onCancel={composer.cancel}
            />
          )}
        </Match>
      </Switch>
    </Page>
  );
}
