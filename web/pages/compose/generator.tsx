import { createSignal, For, Show } from 'solid-js';
import { say } from '#web/i18n/words.ts';
import { generator as words } from '#words/generator.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { characterClasses, generateBase64, generateCharacters, generateHex, generateWords } from './generate.ts';
import type { CharacterClass } from './generate.ts';
import styles from './generator.module.css';

const kinds = ['characters', 'words', 'hex', 'base64'] as const;
type Kind = (typeof kinds)[number];

const lengths: Record<Kind, readonly number[]> = {
  characters: [12, 16, 20, 24, 32, 48, 64],
  words: [4, 5, 6, 7, 8, 10, 12],
  hex: [128, 192, 256, 384, 512],
  base64: [128, 192, 256, 384, 512],
};
const usual: Record<Kind, number> = { characters: 20, words: 6, hex: 256, base64: 256 };
const classNames = Object.keys(characterClasses).filter(isClass);

function isClass(name: string): name is CharacterClass {
  return name in characterClasses;
}

export interface GeneratorProps {
  readonly onInsert: (made: string) => void;
  readonly onClose: () => void;
}

export default function Generator(props: GeneratorProps) {
  const [kind, setKind] = createSignal<Kind>('characters');
  const [length, setLength] = createSignal(usual.characters);
  const [classes, setClasses] = createSignal<readonly CharacterClass[]>(classNames);
  const [failed, setFailed] = createSignal(false);

  const make = async () => {
    if (kind() === 'words') return generateWords(length());
    if (kind() === 'hex') return generateHex(length() / 8);
    if (kind() === 'base64') return generateBase64(length() / 8);
    return generateCharacters(length(), classes());
  };
  const insert = async () => {
    try {
      props.onInsert(await make());
      setFailed(false);
      announce(words.inserted);
    } catch {
      setFailed(true);
    }
  };
  const toggle = (name: CharacterClass, wanted: boolean) =>
    setClasses(classNames.filter((other) => (other === name ? wanted : classes().includes(other))));
  return (
    <div class={styles['generator']} role="group" aria-label={words.title}>
      <p class={styles['sentence']}>
        <SentenceSelect
          label={words.kindLabel}
          value={kind()}
          options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
          onChange={(chosen) => {
            setKind(chosen);
            setLength(usual[chosen]);
          }}
        />
        {' · '}
        <SentenceSelect
          label={words.lengthLabel[kind()]}
          value={String(length())}
          options={lengths[kind()].map((value) => ({
            value: String(value),
            label: say(words.lengths[kind()], { count: value }),
          }))}
          onChange={(value) => setLength(Number(value))}
        />
      </p>
      <Show when={kind() === 'characters'}>
        <fieldset class={styles['classes']}>
          <legend class="visually-hidden">{words.classesLabel}</legend>
          <For each={classNames}>
            {(name) => (
              <label>
                <input
                  type="checkbox"
                  checked={classes().includes(name)}
                  disabled={classes().length === 1 && classes().includes(name)}
                  onChange={(event) => toggle(name, event.currentTarget.checked)}
                />
                <span class="mono" dir="ltr">
                  {words.classes[name]}
                </span>
              </label>
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={failed()}>
        <Notice tone="error">{words.failed}</Notice>
      </Show>
      <Button onClick={() => void insert()}>{words.insert}</Button>
      <Button variant="plain" onClick={() => props.onClose()}>
        {words.close}
      </Button>
    </div>
  );
}
