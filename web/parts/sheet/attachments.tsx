import { Show, Suspense } from 'solid-js';
import { attach as words } from '#messages/attach.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import type { Intake } from '#web/parts/files/create-intake.ts';
import { IntakeNotice } from '#web/parts/files/intake-notice.tsx';
import { FileList } from '#web/parts/files/load-parts.ts';
import styles from './sheet.module.css';

/** What the sheet knows of files beside those on it. */
export interface Attaching {
  readonly intake: Intake;
  /** Of all files together; 0: no files here; undefined while the server has not said. */
  readonly maxBytes: number | undefined;
  /** Files hang over the page. */
  readonly dragging: boolean;
  readonly onChoose: (files: readonly File[]) => void;
  /** The text is too long for a text. */
  readonly onTextToFile: () => void;
}

export interface AttachmentsProps {
  readonly files: readonly ChosenFile[];
  readonly attaching: Attaching;
  readonly readOnly: boolean;
  readonly onChange: (files: readonly ChosenFile[]) => void;
  /** The last one is gone, and with it the list: the focus has to go somewhere. */
  readonly onEmptied: () => void;
}

/** The files on a sheet, below its text, and how they come to it. */
export function Attachments(props: AttachmentsProps) {
  return (
    <>
      <Show when={props.attaching.dragging}>
        <p class={styles['drop']}>{words.drop}</p>
      </Show>
      <Show when={props.files.length > 0}>
        <Suspense>
          <FileList
            files={props.files}
            readOnly={props.readOnly}
            maxBytes={props.attaching.maxBytes}
            onChange={props.onChange}
            onEmptied={props.onEmptied}
          />
        </Suspense>
      </Show>
      <Show when={props.attaching.intake.at !== 'resting'}>
        <IntakeNotice intake={props.attaching.intake} />
      </Show>
    </>
  );
}
