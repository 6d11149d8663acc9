import { Match, onCleanup, onMount, Switch } from 'solid-js';
import { ask as words } from '#words/ask.ts';
import { asked as askedWords } from '#words/asked.ts';
import { Page } from '#web/app/layout/page.tsx';
import { createLinkCopy } from '#web/parts/link/create-link-copy.ts';
import { at } from '#web/app/state.ts';
import { followPolicy } from '#web/parts/policy/follow-policy.ts';
import { loadPolicy } from '#web/parts/policy/load-policy.ts';
import { createTokenHolder } from '#web/parts/token/create-token-holder.ts';
import { tokenStore } from '#web/app/network/token-store.ts';
import { isEmptyRequest } from './ask-draft.ts';
import { AskedRequest } from './asked-request.tsx';
import { AskForm } from './ask-form.tsx';
import { askEffects, loadAsking } from './browser-effects.ts';
import { createAsk } from './create-ask.ts';
import type { RequestMaker } from './create-ask.ts';

export function AskPage() {
  const { policy, reload } = loadPolicy();
  const token = createTokenHolder(tokenStore);
  const form = createAsk({ ...askEffects(policy), token });
  followPolicy({ policy, reload, token, writing: () => at(form.state, 'writing'), fit: form.fit });
  const linkCopy = createLinkCopy();
  const seal = () => {
    if (form.state().at === 'writing') void linkCopy.copy(form.seal().then((asked) => asked?.link));
  };
  onMount(() => {
    void loadAsking().catch(() => undefined);
    const leaving = guardLeaving(form, () => {
      linkCopy.clear();
      token.clear();
    });
    onCleanup(leaving);
  });
  const asked = () => at(form.state, 'asked')?.asked;
  const lede = () => {
    const made = asked();
    if (!made) return words.lede;
    return made.maxAnswers === 1 ? askedWords.lede.one : askedWords.lede.many;
  };
  return (
    <Page title={asked() ? askedWords.title : words.title} lede={lede()} documentTitle={words.title}>
      <Switch>
        <Match when={at(form.state, 'asked')}>
          {(state) => <AskedRequest state={state()} copied={linkCopy.copied()} onCopied={linkCopy.setCopied} />}
        </Match>
        <Match when={at(form.state, 'writing') ?? at(form.state, 'sealing')}>
          {(state) => (
            <AskForm
              state={state()}
              policy={policy()}
              token={token}
              onEdit={form.edit}
              onSeal={seal}
              onCancel={form.cancel}
            />
          )}
        </Match>
      </Switch>
    </Page>
  );
}

/**
 * Makes the browser ask before the person leaves an unsealed draft, and clears the page before it enters the
 * back/forward cache.
 * @returns a function that removes the listeners
 */
function guardLeaving(form: RequestMaker, onLeft: () => void): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const askBeforeLeaving = (event: BeforeUnloadEvent) => {
    const state = form.state();
    if (state.at !== 'asked' && !isEmptyRequest(state.draft)) event.preventDefault();
  };
  const clearOnLeaving = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    form.clear();
    onLeft();
  };
  addEventListener('beforeunload', askBeforeLeaving, { signal });
  addEventListener('pagehide', clearOnLeaving, { signal });
  return () => leaving.abort();
}
