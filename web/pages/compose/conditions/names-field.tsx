import { Show } from 'solid-js';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { sizeOf } from '#web/parts/files/chosen-file.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import { ChipsField } from '#web/ui/chips-field.tsx';
import { composeConditions as words } from '#words/compose-conditions.ts';
import { MAX_NAMES } from './check-conditions.ts';
import { chipWords } from './chip-words.ts';
import styles from './conditions.module.css';
import { endsAddress, repeatedNames, splitNames } from './read-addresses.ts';

export interface NamesFieldProps {
  readonly names: readonly string[];
  readonly files: readonly ChosenFile[];
  readonly error: string | undefined;
  readonly onChange: (names: readonly string[]) => void;
}

/** The names of the people who each get a link. */
export function NamesField(props: NamesFieldProps) {
  const chips = () => {
    const repeated = repeatedNames(props.names);
    return props.names.map((text, i) => ({ text, error: repeated[i] ? words.names.twice : undefined }));
  };
  const surplus = () => props.names.length - MAX_NAMES;
  const bytes = () => sizeOf(props.files) * props.names.length;
  return (
    <>
      <ChipsField
        label={words.names.label}
        hint={words.names.hint}
        error={surplus() > 0 ? say(words.names.many, { count: surplus() }) : props.error}
        chips={chips()}
        words={chipWords}
        ends={endsAddress}
        split={splitNames}
        onChange={props.onChange}
      />
      <Show when={bytes() > 0}>
        <p class={styles['remark']}>{say(words.names.bytes, { size: formatBytes(bytes()) })}</p>
      </Show>
    </>
  );
}
