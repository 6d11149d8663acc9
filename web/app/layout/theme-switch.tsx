import { createUniqueId, For } from 'solid-js';
import { layout } from '#words/layout.ts';
import styles from './page.module.css';
import { chooseTheme, currentTheme, isTheme, themes } from './theme.ts';

export function ThemeSwitch() {
  const id = createUniqueId();
  return (
    <span class={styles['choice']}>
      <label for={id} class="visually-hidden">
        {layout.theme}
      </label>
      <select
        id={id}
        autocomplete="off"
        onChange={(event) => {
          if (isTheme(event.currentTarget.value)) chooseTheme(event.currentTarget.value);
        }}
      >
        <For each={themes}>
          {(theme) => (
            <option value={theme} selected={theme === currentTheme()}>
              {layout.themes[theme]}
            </option>
          )}
        </For>
      </select>
    </span>
  );
}
