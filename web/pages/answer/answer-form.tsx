import { createUniqueId, For, Show } from 'solid-js';
import { isMemberFault } from '#web/parts/session/member-fault.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { sentences } from '#web/i18n/lists.ts';
import { saySpan } from '#web/i18n/spans.ts';
import { say } from '#web/i18n/words.ts';
import { answer } from '#words/answer.ts';
import { answerForm as messages } from '#words/answer-form.ts';
import { Heading } from '#web/app/layout/page.tsx';
import type { Attaching } from '#web/parts/sheet/attachments.tsx';
import { createFaultFocus } from '#web/parts/sheet/focus-fault.ts';
import writing from '#web/parts/sheet/writing.module.css';
import { createServerNow } from '#web/clock.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { LateFromLine } from '#web/parts/session/late-from-line.tsx';
import type { MembersGate } from '#web/parts/session/create-members-gate.ts';
import { Button } from '#web/ui/button.tsx';
import { Late } from '#web/ui/late.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { isGiven } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import { AnswerSheet } from './answer-sheet.tsx';
import styles from './answer.module.css';
import { sentenceOf } from './error-sentence.tsx';
import { FieldControl } from './field-control.tsx';
import type { AnswerError, AnswerState } from './state.ts';

/** A lazy module, for requests for members. */
const importMembersFault = () => import('./members-fault.tsx');

export interface AnswerFormProps {
  readonly state: Extract<AnswerState, { at: 'writing' | 'sealing' }>;
  readonly attaching: Attaching;
  /** Hidden during an upload; cancelling shows it unchanged. */
  readonly hidden: boolean;
  readonly onEdit: (change: Partial<AnswerDraft>) => void;
  readonly onSend: () => void;
  readonly onCancel: () => void;
}

/** The question, and the form to answer it. */
export function AnswerForm(props: AnswerFormProps) {
  const faultId = createUniqueId();
  let form: HTMLFormElement | undefined;
  let submit: HTMLButtonElement | undefined;
  const asked = () => props.state.question.asked;
  const fields = () => asked().fields ?? [];
  const sealing = () => (props.state.at === 'sealing' ? props.state.progress : undefined);
  const error = () => (props.state.at === 'writing' ? props.state.error : undefined);
  createFaultFocus(() => form, error);
  const isMissing = (position: number) =>
    (error()?.kind === 'fields-empty' || error()?.kind === 'empty') && !isGiven(props.state.draft.given[position]);
  const cancel = () => {
    props.onCancel();
    submit?.focus();
  };
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    props.onSend();
  };
  return (
    <div hidden={props.hidden}>
      <Heading class={styles['title']}>
        <bdi translate="no">{asked().title}</bdi>
      </Heading>
      <Show when={asked().ask}>
        <p class={styles['ask']}>
          <bdi translate="no">{asked().ask}</bdi>
        </p>
      </Show>
      <Show when={props.state.question.mismatch}>
        {(terms) => (
          <Notice tone="warn">
            <p>
              <strong>{messages.mismatch.title}</strong>
            </p>
            <p>
              {say(messages.mismatch.text, {
                answers: terms().maxAnswers,
                until: formatAbsolute(terms().expiresAt),
              })}
            </p>
          </Notice>
        )}
      </Show>
      <LateFromLine from={props.state.question.description.from} />
      <p class={styles['who']}>{messages.who}</p>
      <form
        ref={(element) => (form = element)}
        autocomplete="off"
        aria-label={messages.form}
        novalidate
        onKeyDown={sendByKey}
        onSubmit={(event) => {
          event.preventDefault();
          props.onSend();
        }}
      >
        <For each={fields()}>
          {(field, position) => (
            <FieldControl
              field={field}
              position={position()}
              draft={props.state.draft}
              takesFiles={props.attaching.maxBytes !== 0}
              readOnly={sealing() !== undefined}
              missing={isMissing(position())}
              onEdit={props.onEdit}
            />
          )}
        </For>
        <AnswerSheet
          draft={props.state.draft}
          attaching={props.attaching}
          beside={fields().length > 0}
          readOnly={sealing() !== undefined}
          faultId={error()?.kind === 'empty' && fields().length === 0 ? faultId : undefined}
          onEdit={props.onEdit}
        />
        <Show when={error()?.kind !== 'not-accepting'}>
          <Terms question={props.state.question} />
        </Show>
        <Fault id={faultId} error={error()} gate={props.state.gate} />
        <div class={writing['actions']}>
          <Button
            ref={(element) => (submit = element)}
            type="submit"
            variant="primary"
            aria-disabled={sealing() !== undefined || props.attaching.intake.at === 'reading'}
          >
            {messages.seal}
          </Button>
          <Show
            when={sealing()}
            fallback={<span class={writing['shortcut']}>{say(messages.shortcut, { key: shortcutKey() })}</span>}
          >
            {(progress) => (
              <>
                <span role="status">{progress().step === 'sealing' ? messages.sealing : messages.sending}</span>
                <Button variant="plain" onClick={cancel}>
                  {messages.cancel}
                </Button>
              </>
            )}
          </Show>
        </div>
      </form>
    </div>
  );
}

interface FaultProps {
  readonly id: string;
  readonly error: AnswerError | undefined;
  readonly gate: MembersGate | undefined;
}

function Fault(props: FaultProps) {
  const gate = () => (isMemberFault(props.error?.kind) ? props.gate : undefined);
  return (
    <Show
      when={gate()}
      fallback={
        <Show when={props.error}>
          {(fault) => (
            <div id={props.id}>
              <Notice tone="error">{sentenceOf(fault())}</Notice>
            </div>
          )}
        </Show>
      }
      keyed
    >
      {(gate) => (
        <Late
          load={importMembersFault}
          props={{ gate }}
          failed={answer.unreachable.title}
          again={answer.unreachable.now}
        />
      )}
    </Show>
  );
}

function Terms(props: Pick<AnswerFormProps['state'], 'question'>) {
  const now = createServerNow();
  const asked = () => props.question.asked;
  const left = () => Math.min(props.question.description.answersLeft, asked().maxAnswers);
  const until = () =>
    say(messages.until, {
      left: left(),
      when: formatAbsolute(asked().expiresAt),
      timeLeft: formatLeft(asked().expiresAt, now()),
    });
  const stays = () => say(messages.stays[asked().keep], { span: saySpan(messages.span, asked().answerTtl) });
  return <p class={styles['terms']}>{sentences(until(), stays())}</p>;
}
