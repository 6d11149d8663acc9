import { createSignal, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js';
import type { Accessor, Setter } from 'solid-js';
import { compose as words } from '#words/compose.ts';
import { sealed as sealedWords } from '#words/sealed.ts';
import { upload as uploadWords } from '#words/upload.ts';
import { formatClock } from '#web/i18n/dates.ts';
import { formatPercent } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { attachFiles } from '#web/parts/files/attach-files.ts';
import { lastingUpload } from '#web/parts/files/lasting-upload.ts';
import { LazyUploadActions, LazyUploadView } from '#web/parts/files/lazy-files.ts';
import { percentOf } from '#web/parts/files/upload-job.ts';
import { Page } from '#web/app/layout/page.tsx';
import { createLinkCopy } from '#web/parts/link/create-link-copy.ts';
import { at } from '#web/app/state.ts';
import { followPolicy } from '#web/parts/policy/follow-policy.ts';
import { loadPolicy } from '#web/parts/policy/load-policy.ts';
import { createTokenHolder } from '#web/parts/token/create-token-holder.ts';
import { tokenStore } from '#web/app/network/token-store.ts';
import { Late } from '#web/ui/late.tsx';
import { announce } from '#web/ui/announce.tsx';
import { composeEffects, importList } from './browser-effects.ts';
import { createCompose } from './create-compose.ts';
import type { Composer } from './create-compose.ts';
import { isWritten } from './compose-draft.ts';
import type { ComposeState } from './state.ts';
import { Removed } from './removed.tsx';
import { importSealedDetails, SealedShare } from './sealed-share.tsx';
import { ComposeForm } from './compose-form.tsx';
import { importPasswordTerms } from './compose-terms.tsx';

/** A lazy module. */
const importLinksPage = () => import('./conditions/links-page.tsx');

export function ComposePage() {
  const { policy, reload } = loadPolicy();
  const token = createTokenHolder(tokenStore);
  const maxFilesBytes = () => policy()?.maxFilesBytes;
  const composer = createCompose({ ...composeEffects(policy), policy, token });
  followPolicy({ policy, reload, token, writing: () => at(composer.state, 'writing'), fit: composer.fit });
  const draft = () => at(composer.state, 'writing')?.draft;
  const attached = attachFiles({ draft, edit: composer.edit }, { maxFilesBytes, announce });
  const [taken, setTaken] = createSignal(false);
  const take = () => setTaken(true);
  const linkCopy = createLinkCopy(take);

  const seal = () => {
    const now = draft();
    if (now === undefined || attached.intake.state().at === 'reading') return;
    attached.intake.clear();
    const link = composer.seal().then((shared) => shared?.link);
    // An upload takes so long that the person may have copied something else since.
    void (now.files.length > 0 ? linkCopy.leave(link) : linkCopy.copy(link));
  };
  onMount(() => {
    for (const importLater of [importPasswordTerms, importSealedDetails, importList])
      importLater().catch(() => undefined);
    const leaving = guardLeaving({ composer, taken, setTaken }, () => {
      linkCopy.clear();
      token.clear();
    });
    const listeners = new AbortController();
    const { signal } = listeners;
    addEventListener('online', composer.retryNow, { signal });
    // The person may return from another tab, in which they signed in.
    addEventListener('focus', composer.retryNow, { signal });
    onCleanup(() => {
      leaving();
      listeners.abort();
    });
  });

  const upload = lastingUpload(() => at(composer.state, 'sealing')?.progress);
  const sealed = () => at(composer.state, 'sealed');
  const links = () => at(composer.state, 'links');
  const removal = () => {
    const removal = sealed()?.removal;
    return removal?.at === 'removed' ? removal : undefined;
  };
  const documentTitle = () => {
    const now = upload();
    return now ? formatPercent(percentOf(now.upload)) : words.title;
  };
  return (
    <Page
      title={titleOf(composer.state(), upload())}
      lede={ledeOf(composer.state(), upload())}
      documentTitle={documentTitle()}
    >
      <Switch>
        <Match when={removal()}>
          <Removed />
        </Match>
        <Match when={sealed()}>
          {(state) => (
            <SealedShare
              sealed={state()}
              copied={linkCopy.copied()}
              onRemove={() => void composer.remove()}
              onCopied={linkCopy.setCopied}
              onTaken={take}
            />
          )}
        </Match>
        <Match when={links()}>
          {(state) => (
            <Late
              load={importLinksPage}
              props={{ links: state(), composer, token, onTaken: take }}
              failed={words.conditions.unloaded}
              again={words.conditions.retry}
            />
          )}
        </Match>
        <Match when={at(composer.state, 'writing') ?? at(composer.state, 'sealing')}>
          {(state) => (
            <>
              <ComposeForm
                state={state()}
                policy={policy()}
                token={token}
                attaching={{
                  intake: attached.intake.state(),
                  maxBytes: maxFilesBytes(),
                  dragging: attached.dragging(),
                  onChoose: attached.add,
                  onTextToFile: attached.textToFile,
                }}
                hidden={upload() !== undefined}
                onEdit={attached.edit}
                onSeal={seal}
                onCancel={composer.cancel}
              />
              <Show when={upload()}>
                {(progress) => (
                  <Suspense>
                    <LazyUploadView upload={progress().upload} />
                    <LazyUploadActions
                      upload={progress().upload}
                      onPause={composer.pause}
                      onResume={composer.resume}
                      onCancel={composer.cancel}
                    />
                  </Suspense>
                )}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </Page>
  );
}

/** @param upload an upload that lasts has the page for itself */
function titleOf(state: ComposeState, upload: object | undefined): string {
  if (state.at === 'sealed') return state.removal.at === 'removed' ? sealedWords.removedTitle : sealedWords.title;
  if (upload) return uploadWords.title;
  return state.at === 'links' ? sealedWords.linksTitle : words.title;
}

function ledeOf(state: ComposeState, upload: object | undefined): string {
  if (upload) return uploadWords.lede;
  if (state.at === 'links') return sealedWords.lede.links;
  if (state.at !== 'sealed') return words.lede;
  const { shared, conditions, removal } = state;
  if (removal.at === 'removed') return removedLede(removal.endedAt);
  if (conditions?.people) return sealedWords.lede.named;
  if (shared.maxViews === 1) return sealedWords.lede.once;
  return sealedWords.lede[shared.hasPassword ? 'manyWithPassword' : 'many'];
}

const removedLede = (endedAt: number | undefined) =>
  endedAt === undefined ? sealedWords.removedLede : say(sealedWords.removedLedeAt, { when: formatClock(endedAt) });

interface Leaving {
  readonly composer: Composer;
  /** The link was copied or shared. */
  readonly taken: Accessor<boolean>;
  readonly setTaken: Setter<boolean>;
}

/**
 * Makes the browser ask before the person leaves an unsealed draft or a link that was not copied, and clears the page
 * before it enters the back/forward cache.
 * @returns a function that removes the listeners
 */
function guardLeaving({ composer, taken, setTaken }: Leaving, onLeft: () => void): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const loses = () => {
    const state = composer.state();
    if (state.at === 'links') return state.left !== undefined || !taken();
    return state.at === 'sealed' ? !taken() && state.removal.at !== 'removed' : isWritten(state.draft);
  };
  const askBeforeLeaving = (event: BeforeUnloadEvent) => {
    if (loses()) event.preventDefault();
  };
  const clearOnLeaving = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    composer.clear();
    setTaken(false);
    onLeft();
  };
  addEventListener('beforeunload', askBeforeLeaving, { signal });
  addEventListener('pagehide', clearOnLeaving, { signal });
  // Copying a selection counts, too: the link is nearly the only text on the page.
  addEventListener('copy', () => setTaken((before) => before || composer.state().at === 'sealed'), { signal });
  return () => leaving.abort();
}
