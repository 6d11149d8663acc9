import { createSignal, createUniqueId, For, onCleanup, onMount, Show } from 'solid-js';
import { layout } from '#words/layout.ts';
import { announce } from '#web/ui/announce.tsx';
import { followStoredLanguage, switchLanguage } from '#web/i18n/switch-language.ts';
import type { Switched } from '#web/i18n/switch-language.ts';
import { words } from '#web/i18n/words.ts';
import styles from './page.module.css';

/** Changes the language in place: the page never reloads, so nothing on it is lost. */
export function LanguageSwitch() {
  const id = createUniqueId();
  const [latest, setLatest] = createSignal<Switched>('changed');
  const choose = async (select: HTMLSelectElement) => {
    const language = words().languages[select.selectedIndex];
    const switched = language && (await switchLanguage(language));
    if (switched === undefined || switched === 'overtaken') return;
    // Choosing the same language again must be a change.
    if (switched === 'failed') select.value = words().lang;
    setLatest(switched);
    announce(layout.languageChoice[switched]);
  };
  onMount(() => {
    const follow = (event: PageTransitionEvent) => event.persisted && void followStoredLanguage().then(setLatest);
    addEventListener('pageshow', follow);
    onCleanup(() => removeEventListener('pageshow', follow));
  });
  return (
    <>
      <span class={styles['choice']}>
        <label for={id} class="visually-hidden">
          {layout.language}
        </label>
        <select id={id} autocomplete="off" onChange={(event) => void choose(event.currentTarget)}>
          <For each={words().languages}>
            {({ tag, name, dir }) => (
              <option value={tag} lang={tag} dir={dir} translate="no" selected={tag === words().lang}>
                {name}
              </option>
            )}
          </For>
        </select>
      </span>
      <Show when={noteOf(latest())}>{(note) => <p class={styles['note']}>{note()}</p>}</Show>
    </>
  );
}

/** Screen readers hear every outcome. A page that has changed shows it. */
function noteOf(switched: Switched): string | undefined {
  return switched === 'changed' || switched === 'overtaken' ? undefined : layout.languageChoice[switched];
}
