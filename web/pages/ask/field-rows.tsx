import { createMemo, For, Show } from 'solid-js';
import type { RequestField } from '#crypto/payload.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { askErrors } from '#words/ask-errors.ts';
import { ask as words } from '#words/ask.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { fieldTypes, withField, withFieldMoved, withFields, withoutField } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';
import type { AskError } from './state.ts';
import styles from './field-rows.module.css';

export interface FieldRowsProps {
  readonly draft: AskDraft;
  readonly error: AskError | undefined;
  readonly onEdit: (change: Partial<AskDraft>) => void;
}

/** Fields that are often asked for, named in the language of the person who asks. */
const presetFields = {
  login: () => [
    { name: words.presets.login.user, type: 'line' },
    { name: words.presets.login.password, type: 'line' },
  ],
  key: () => [{ name: words.presets.key.key, type: 'line' }],
  certificate: () => [{ name: words.presets.certificate.certificate, type: 'file' }],
} satisfies Record<string, () => readonly RequestField[]>;
const presetNames = ['login', 'key', 'certificate'] as const;

const nameless = (position: number) => say(words.fields.nameless, { position: formatNumber(position + 1) });

/** The editor for the form that the recipient fills in. */
export function FieldRows(props: FieldRowsProps) {
  let list: HTMLOListElement | undefined;
  let adder: HTMLButtonElement | undefined;
  const fields = () => props.draft.fields;
  const rowOf = (position: number) => list?.children.item(position);
  const nameOf = (position: number) => fields()[position]?.name || nameless(position);

  const add = (added: Parameters<typeof withFields>[1]) => {
    const before = fields().length;
    props.onEdit(withFields(props.draft, added));
    rowOf(Math.min(before, fields().length - 1))
      ?.querySelector('input')
      ?.focus();
  };
  const remove = (key: number, position: number) => {
    announce(say(words.fields.removed, { name: nameOf(position) }));
    props.onEdit(withoutField(props.draft, key));
    const next = rowOf(Math.min(position, fields().length - 1))?.querySelector('input') ?? adder;
    next?.focus();
  };
  const move = (key: number, position: number, by: -1 | 1) => {
    const to = position + by;
    if (to < 0 || to >= fields().length) return;
    const name = nameOf(position);
    props.onEdit(withFieldMoved(props.draft, key, by));
    announce(say(words.fields.moved, { name, position: formatNumber(to + 1) }));
    rowOf(to)?.querySelector<HTMLElement>(`[data-move="${by}"] button`)?.focus();
  };
  return (
    <fieldset class={styles['fields']}>
      <legend class={styles['legend']}>{words.fields.legend}</legend>
      <Show when={fields().length > 0} fallback={<p class={styles['none']}>{words.fields.none}</p>}>
        <ol ref={(element) => (list = element)} class={styles['list']}>
          <For each={fields().map(({ key }) => key)}>
            {(key, position) => (
              <FieldRow
                draft={props.draft}
                error={props.error}
                fieldKey={key}
                position={position()}
                onEdit={props.onEdit}
                onMove={(by) => move(key, position(), by)}
                onRemove={() => remove(key, position())}
              />
            )}
          </For>
        </ol>
      </Show>
      <div class={styles['presets']} role="group" aria-label={words.fields.presetsLabel}>
        <For each={presetNames}>
          {(preset) => (
            <Button variant="plain" onClick={() => add(presetFields[preset]())}>
              <Icon name="plus" />
              {words.presets[preset].label}
            </Button>
          )}
        </For>
        <Button ref={(element) => (adder = element)} variant="plain" onClick={() => add([{ name: '', type: 'line' }])}>
          <Icon name="plus" />
          {words.fields.add}
        </Button>
      </div>
    </fieldset>
  );
}

interface FieldRowProps extends FieldRowsProps {
  readonly fieldKey: number;
  readonly position: number;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function FieldRow(props: FieldRowProps) {
  const field = createMemo(() => props.draft.fields.find(({ key }) => key === props.fieldKey));
  const edit = (change: Parameters<typeof withField>[2]) =>
    props.onEdit(withField(props.draft, props.fieldKey, change));
  const name = () => field()?.name || nameless(props.position);
  const isNameless = () => props.error?.kind === 'field-nameless' && field()?.name.trim() === '';
  const last = () => props.position === props.draft.fields.length - 1;
  return (
    <li class={styles['row']}>
      <div class={styles['name']}>
        <TextField
          label={
            <span class="visually-hidden">
              {say(words.fields.name, { position: formatNumber(props.position + 1) })}
            </span>
          }
          value={field()?.name ?? ''}
          maxLength={100}
          error={isNameless() ? askErrors.error['field-nameless'] : undefined}
          onInput={(event) => edit({ name: event.currentTarget.value })}
        />
      </div>
      <select
        class={styles['type']}
        aria-label={say(words.fields.type, { position: formatNumber(props.position + 1) })}
        autocomplete="off"
        onChange={(event) => {
          const type = fieldTypes.find((known) => known === event.currentTarget.value);
          if (type !== undefined) edit({ type });
        }}
      >
        <For each={fieldTypes}>
          {(type) => (
            <option value={type} selected={type === field()?.type}>
              {words.fields.types[type]}
            </option>
          )}
        </For>
      </select>
      <div class={styles['acts']}>
        <Show when={props.draft.fields.length > 1}>
          <span data-move="-1">
            <Button
              variant="plain"
              aria-label={say(words.fields.upOne, { name: name() })}
              aria-disabled={props.position === 0}
              onClick={() => props.onMove(-1)}
            >
              {words.fields.up}
            </Button>
          </span>
          <span data-move="1">
            <Button
              variant="plain"
              aria-label={say(words.fields.downOne, { name: name() })}
              aria-disabled={last()}
              onClick={() => props.onMove(1)}
            >
              {words.fields.down}
            </Button>
          </span>
        </Show>
        <Button
          variant="plain"
          aria-label={say(words.fields.removeOne, { name: name() })}
          onClick={() => props.onRemove()}
        >
          {words.fields.remove}
        </Button>
      </div>
    </li>
  );
}
