import { createMemo, createSignal, createUniqueId, Match, onMount, Show, Switch } from 'solid-js';
import type { Overflow } from '#client/payload-room.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { sentences } from '#web/i18n/lists.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { compose as words } from '#words/compose.ts';
import { room as roomWords } from '#words/room.ts';
import { AttachButtons } from '#web/parts/files/attach-buttons.tsx';
import { Attachments } from '#web/parts/sheet/attachments.tsx';
import type { Attaching } from '#web/parts/sheet/attachments.tsx';
import { bytesLeft, overflowOn } from '#web/parts/sheet/room.ts';
import { sayRoom } from '#web/parts/sheet/say-room.ts';
import { SecretText } from '#web/parts/sheet/secret-text.tsx';
import styles from '#web/parts/sheet/sheet.module.css';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Late } from '#web/ui/late.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { isTextWellFormed, MAX_TITLE_LENGTH } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import { spaceGenerated } from './space-generated.ts';

const importGenerator = () => import('./generator.tsx');

/** The panels of the tools below the text. One is open at a time. */
type Part = 'title' | 'generator';

export interface ComposeSheetProps {
  readonly draft: ComposeDraft;
  readonly attaching: Attaching;
  /** Undefined until the policy is loaded. */
  readonly maxSealedBytes: number | undefined;
  readonly readOnly: boolean;
  /** The id of the sentence that says what is wrong with the text; undefined: nothing is. */
  readonly faultId: string | undefined;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

export function ComposeSheet(props: ComposeSheetProps) {
  const count = createUniqueId();
  const [unfolded, setUnfolded] = createSignal<Part | undefined>();
  const openers: Partial<Record<Part, HTMLButtonElement>> = {};
  let text: HTMLTextAreaElement | undefined;
  let choose: HTMLButtonElement | undefined;
  onMount(() => text?.focus());

  const fold = () => {
    const part = unfolded();
    setUnfolded(undefined);
    if (part !== undefined) openers[part]?.focus();
  };
  const foldByKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.isComposing) fold();
  };
  const toggle = (part: Part) => setUnfolded(unfolded() === part ? undefined : part);
  const insert = (made: string) => {
    if (text === undefined || props.readOnly) return;
    const { value, selectionStart, selectionEnd } = text;
    const beside = { before: value.slice(0, selectionStart), after: value.slice(selectionEnd) };
    text.setRangeText(spaceGenerated(made, beside), selectionStart, selectionEnd, 'end');
    props.onEdit({ text: text.value });
  };
  const textToFile = () => {
    props.attaching.onTextToFile();
    // The button disappears with the text, so it cannot keep the focus.
    text?.focus();
  };
  const left = () => bytesLeft(props.draft, props.maxSealedBytes);
  const takesFiles = () => props.attaching.maxBytes !== 0;
  const overflow = createMemo(() => (left() < 0 ? overflowOn(props.draft, props.maxSealedBytes) : undefined));
  // If the file names are too long, one more file does not help.
  const canBeFile = () => overflow()?.what === 'text' && takesFiles() && isTextWellFormed(props.draft);
  const tooLong = (over: Overflow) => {
    if (over.what === 'names') return say(roomWords.namesTooLong, { bytes: over.bytes, maxBytes: over.maxBytes });
    if (canBeFile()) return sentences(words.textTooLong, sayRoom(over), words.textTooLongNext);
    return sentences(words.tooLong, sayRoom(over), words.tooLongNext);
  };
  return (
    <>
      <div
        class={styles['sheet']}
        data-state={props.attaching.dragging ? 'drop' : 'ready'}
        data-holds={props.draft.files.length > 0 ? 'files' : 'text'}
      >
        <SecretText
          ref={(element) => (text = element)}
          label={words.sheet}
          rows={props.draft.files.length > 0 ? 4 : 8}
          value={props.draft.text}
          placeholder={takesFiles() ? words.sheetPlaceholder : words.sheetPlaceholderTextAlone}
          readOnly={props.readOnly}
          describedBy={[count, props.faultId].filter(Boolean).join(' ')}
          invalid={props.faultId !== undefined}
          onInput={(written) => props.onEdit({ text: written })}
        />
        <Attachments
          files={props.draft.files}
          attaching={props.attaching}
          readOnly={props.readOnly}
          onChange={(files) => props.onEdit({ files })}
          onEmptied={() => (choose ?? text)?.focus()}
        />
        <div class={styles['tools']} onKeyDown={foldByKey}>
          <Show when={takesFiles()}>
            <AttachButtons
              disabled={props.readOnly}
              onChoose={props.attaching.onChoose}
              ref={(button) => (choose = button)}
            />
          </Show>
          <Button
            ref={(button) => (openers.generator = button)}
            variant="plain"
            aria-expanded={unfolded() === 'generator'}
            onClick={() => toggle('generator')}
          >
            <Icon name="generate" />
            {words.generator.open}
          </Button>
          <Button
            ref={(button) => (openers.title = button)}
            variant="plain"
            aria-expanded={unfolded() === 'title'}
            onClick={() => toggle('title')}
          >
            <Icon name="plus" />
            <Show when={unfolded() !== 'title' && props.draft.title} fallback={words.titleAdd}>
              {(title) => (
                <span class={styles['titled']}>
                  {inSlots(words.titled, { title: <bdi translate="no">{title()}</bdi> })}
                </span>
              )}
            </Show>
          </Button>
          <span class={styles['count']} id={count} data-state={overflow() ? 'over' : 'within'}>
            <Show when={left() !== Infinity} fallback={<Counted count={props.draft.text.length} />}>
              <Show when={overflow()} fallback={say(words.nearLimit, { count: roughly(left()) })}>
                {(over) => <>{tooLong(over())}</>}
              </Show>
            </Show>
          </span>
          <Show when={canBeFile() && !props.readOnly}>
            <Button onClick={textToFile}>{words.textToFile}</Button>
          </Show>
        </div>
      </div>
      <div onKeyDown={foldByKey}>
        <UnfoldedPart
          part={unfolded()}
          draft={props.draft}
          readOnly={props.readOnly}
          onEdit={props.onEdit}
          onInsert={insert}
          onFold={fold}
        />
      </div>
    </>
  );
}

interface UnfoldedPartProps extends Pick<ComposeSheetProps, 'draft' | 'readOnly' | 'onEdit'> {
  readonly part: Part | undefined;
  readonly onInsert: (made: string) => void;
  readonly onFold: () => void;
}

function UnfoldedPart(props: UnfoldedPartProps) {
  return (
    <Switch>
      <Match when={props.part === 'title'}>
        <TextField
          label={words.titleLabel}
          hint={words.titleHint}
          value={props.draft.title}
          maxLength={MAX_TITLE_LENGTH}
          disabled={props.readOnly}
          ref={(field) => queueMicrotask(() => field.focus())}
          onInput={(event) => props.onEdit({ title: event.currentTarget.value })}
          action={
            <Button variant="plain" onClick={() => props.onFold()}>
              {words.close}
            </Button>
          }
        />
      </Match>
      <Match when={props.part === 'generator'}>
        <Late
          load={importGenerator}
          props={{ onInsert: props.onInsert, onClose: props.onFold }}
          failed={words.generator.unloaded}
          again={words.generator.retry}
        />
      </Match>
    </Switch>
  );
}

function Counted(props: { readonly count: number }) {
  return (
    <>
      <span aria-hidden="true">{props.count === 0 ? '' : formatNumber(props.count)}</span>
      <span class="visually-hidden">{say(words.characters, { count: props.count })}</span>
    </>
  );
}

/** Rounded down to a number that people can take in. */
function roughly(count: number): number {
  const step = count >= 100_000 ? 10_000 : count >= 10_000 ? 1000 : count >= 1000 ? 100 : 10;
  return Math.floor(count / step) * step;
}
