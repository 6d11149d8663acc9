import { Show } from 'solid-js';
import { attach as words } from '#words/attach.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';

export interface AttachButtonsProps {
  readonly disabled: boolean;
  readonly onChoose: (files: readonly File[]) => void;
  /** The button that takes the focus when the last file is removed. */
  readonly ref: (button: HTMLButtonElement) => void;
}

/** Opens the browser's file and folder pickers from buttons in the app's style. */
export function AttachButtons(props: AttachButtonsProps) {
  let files: HTMLInputElement | undefined;
  let folder: HTMLInputElement | undefined;
  const choose = (event: Event & { currentTarget: HTMLInputElement }) => {
    const chosen = [...(event.currentTarget.files ?? [])];
    // Otherwise choosing the same files again would fire no event.
    event.currentTarget.value = '';
    if (chosen.length > 0) props.onChoose(chosen);
  };
  return (
    <>
      <input ref={(element) => (files = element)} type="file" multiple hidden onChange={choose} />
      <Button ref={props.ref} variant="plain" disabled={props.disabled} onClick={() => files?.click()}>
        <Icon name="clip" />
        {words.choose}
      </Button>
      <Show when={canChooseFolders}>
        <input
          ref={(element) => {
            folder = element;
            element.webkitdirectory = true;
          }}
          type="file"
          multiple
          hidden
          onChange={choose}
        />
        <Button variant="plain" disabled={props.disabled} onClick={() => folder?.click()}>
          <Icon name="folder" />
          {words.chooseFolder}
        </Button>
      </Show>
    </>
  );
}

const canChooseFolders = 'webkitdirectory' in HTMLInputElement.prototype;
