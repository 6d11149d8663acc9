import { createEffect, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js';
import { answer as messages } from '#words/answer.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { upload as words } from '#words/upload.ts';
import { attachFiles } from '#web/parts/files/attach-files.ts';
import { lastingUpload } from '#web/parts/files/lasting-upload.ts';
import { LazyUploadActions, LazyUploadView } from '#web/parts/files/lazy-files.ts';
import { SupportLine } from '#web/app/layout/own-links.tsx';
import { Heading, Page } from '#web/app/layout/page.tsx';
import { KeyBox } from '#web/parts/link/key-box.tsx';
import { at } from '#web/app/state.ts';
import { recoverFocusOnTurns } from '#web/app/focus.ts';
import { loadPolicy } from '#web/parts/policy/load-policy.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { announce } from '#web/ui/announce.tsx';
import { Late } from '#web/ui/late.tsx';
import { Button } from '#web/ui/button.tsx';
import { isEmptyAnswer } from './answer-draft.ts';
import { AnswerForm } from './answer-form.tsx';
import styles from './answer.module.css';
import { answerEffects } from './browser-effects.ts';
import { createAnswer } from './create-answer.ts';
import type { Answerer } from './create-answer.ts';
import { OverRequest } from './over-request.tsx';
import { LazySentAnswer } from './lazy-sent-answer.ts';

/** A lazy module. */
const importMembersRequest = () => import('./members-request.tsx');

export function AnswerPage() {
  const { policy } = loadPolicy();
  const maxFilesBytes = () => policy()?.maxFilesBytes;
  const answerer = createAnswer({ ...answerEffects(), policy });
  const draft = () => at(answerer.state, 'writing')?.draft;
  const attached = attachFiles({ draft, edit: answerer.edit }, { maxFilesBytes, announce });
  const upload = lastingUpload(() => at(answerer.state, 'sealing')?.progress);
  onMount(() => void answerer.start());
  followThePage(answerer);
  recoverFocusOnTurns(answerer.state);
  const send = () => {
    if (attached.intake.state().at === 'reading') return;
    attached.intake.clear();
    void answerer.send();
  };
  return (
    <Page documentTitle={messages.documentTitle}>
      <Switch fallback={<p role="status">{messages.looking}</p>}>
        <Match when={at(answerer.state, 'keyless')}>
          {(now) => <KeyBox keyless={now()} messages={messages.key} onKey={(text) => void answerer.giveKey(text)} />}
        </Match>
        <Match when={at(answerer.state, 'unreachable')}>
          {(now) => (
            <Statement
              title={messages.unreachable.title}
              text={serviceFailure[now().failure.kind]}
              next={messages.unreachable.next}
              actions={[
                <Button onClick={() => answerer.retryNow()}>{messages.unreachable.now}</Button>,
                <SupportLine />,
              ]}
            />
          )}
        </Match>
        <Match when={at(answerer.state, 'nothing')}>
          <Saying says={messages.nothing} />
        </Match>
        <Match when={at(answerer.state, 'newer')}>
          <Saying says={messages.newer} />
        </Match>
        <Match when={at(answerer.state, 'forged')}>
          <Saying says={messages.forged} />
        </Match>
        <Match when={at(answerer.state, 'incapable')}>
          <Saying says={messages.incapable} />
        </Match>
        <Match when={at(answerer.state, 'members')}>
          {(now) => (
            <Late
              load={importMembersRequest}
              props={{ now: now(), onGoOn: () => void answerer.goOn() }}
              failed={messages.unreachable.title}
              again={messages.unreachable.now}
            />
          )}
        </Match>
        <Match when={at(answerer.state, 'over')}>
          {(now) => <OverRequest now={now()} onLook={() => void answerer.start()} />}
        </Match>
        <Match when={at(answerer.state, 'writing') ?? at(answerer.state, 'sealing')}>
          {(now) => (
            <>
              <AnswerForm
                state={now()}
                hidden={upload() !== undefined}
                attaching={{
                  intake: attached.intake.state(),
                  maxBytes: maxFilesBytes(),
                  dragging: attached.dragging(),
                  onChoose: attached.add,
                  onTextToFile: attached.textToFile,
                }}
                onEdit={attached.edit}
                onSend={send}
                onCancel={answerer.cancel}
              />
              <Show when={upload()}>
                {(progress) => (
                  <>
                    <Heading>{words.title}</Heading>
                    <p class={styles['lede']}>{words.lede}</p>
                    <Suspense>
                      <LazyUploadView upload={progress().upload} />
                      <LazyUploadActions
                        upload={progress().upload}
                        onPause={answerer.pause}
                        onResume={answerer.resume}
                        onCancel={answerer.cancel}
                      />
                    </Suspense>
                  </>
                )}
              </Show>
            </>
          )}
        </Match>
        <Match when={at(answerer.state, 'sent')}>
          {(now) => <LazySentAnswer now={now()} onRemove={() => void answerer.remove()} onLook={answerer.retryNow} />}
        </Match>
      </Switch>
    </Page>
  );
}

/** Reads each text when it is shown: a group of words can't be spread. */
function Saying(props: { readonly says: Readonly<Record<'title' | 'text' | 'next', string>> }) {
  return <Statement title={props.says.title} text={props.says.text} next={props.says.next} />;
}

/** Follows the browser: another key in the address, a returning network, leaving the page and coming back. */
function followThePage(answerer: Answerer): void {
  const reload = () => location.reload();
  const isWritten = () => {
    const state = answerer.state();
    return state.at === 'sealing' || (state.at === 'writing' && !isEmptyAnswer(state.draft));
  };
  const takeAddress = () => {
    // With a draft on the page, a reload makes the browser ask first.
    if (isWritten()) {
      reload();
      return;
    }
    answerer.leave();
    void answerer.start();
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  onCleanup(() => listeners.abort());
  addEventListener('online', answerer.retryNow, { signal });
  // The person may return from another tab, in which they signed in.
  addEventListener('focus', answerer.retryNow, { signal });
  document.addEventListener('visibilitychange', answerer.retryNow, { signal });
  addEventListener('hashchange', takeAddress, { signal });
  // A page in the back/forward cache must not keep an answer.
  addEventListener('pagehide', (event) => event.persisted && answerer.leave(), { signal });
  addEventListener('pageshow', (event) => event.persisted && reload(), { signal });
  createEffect(() => {
    if (!isWritten()) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
}
