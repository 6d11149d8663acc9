import { Show } from 'solid-js';
import { attachedFiles as words } from '#words/attached-files.ts';
import { files as fileWords } from '#words/files.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { Button } from '#web/ui/button.tsx';
import type { ChosenFile } from './chosen-file.ts';
import styles from './file-list.module.css';
import { kindOfName } from './kind-of-name.ts';
import { displayName } from '#client/display-name.ts';

export interface ChosenFileRowProps {
  readonly file: ChosenFile;
  readonly readOnly: boolean;
  readonly onRemove: () => void;
}

export function ChosenFileRow(props: ChosenFileRowProps) {
  const shown = () => displayName(props.file.name);
  return (
    <li class={styles['row']}>
      {/* The name has its own direction but starts where the row starts. */}
      <span class={styles['name']}>
        <bdi translate="no">{shown()}</bdi>
      </span>
      <span class={styles['facts']}>
        {say(fileWords.facts, {
          kind: fileWords.kinds[kindOfName(props.file.name)],
          size: formatBytes(props.file.file.size),
        })}
      </span>
      <Show when={!props.readOnly}>
        <Button
          variant="plain"
          class={styles['remove'] ?? ''}
          aria-label={say(words.removeOne, { name: shown() })}
          onClick={() => props.onRemove()}
        >
          {words.remove}
        </Button>
      </Show>
    </li>
  );
}
