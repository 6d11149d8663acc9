import { Show, Suspense } from 'solid-js';
import { attach as words } from '#words/attach.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import type { Intake } from '#web/parts/files/create-intake.ts';
import { IntakeNotice } from '#web/parts/files/intake-notice.tsx';
import { LazyFileList } from '#web/parts/files/lazy-files.ts';
import styles from './sheet.module.css';

/** The facts about attaching that a sheet needs, besides the attached files. */
export interface Attaching {
  readonly intake: Intake;
  /** The limit for all files together. 0: no files here. Undefined until the policy is loaded. */
  readonly maxBytes: number | undefined;
  /** Files are being dragged over the page. */
  readonly dragging: boolean;
  readonly onChoose: (files: readonly File[]) => void;
  /** Turns a text that is too long into a file. */
  readonly onTextToFile: () => void;
}

export interface AttachmentsProps {
  readonly files: readonly ChosenFile[];
  readonly attaching: Attaching;
  readonly readOnly: boolean;
  readonly onChange: (files: readonly ChosenFile[]) => void;
  /** The last file was removed, and the list with it. The focus has to move elsewhere. */
  readonly onEmptied: () => void;
}

/** The files attached to a sheet, and how adding them goes. */
export function Attachments(props: AttachmentsProps) {
  return (
    <>
      <Show when={props.attaching.dragging}>
        <p class={styles['drop']}>{words.drop}</p>
      </Show>
      <Show when={props.files.length > 0}>
        <Suspense>
          <LazyFileList
            files={props.files}
            readOnly={props.readOnly}
            maxBytes={props.attaching.maxBytes}
            onChange={props.onChange}
            onEmptied={props.onEmptied}
          />
        </Suspense>
      </Show>
      <Show when={props.attaching.intake.at !== 'idle'}>
        <IntakeNotice intake={props.attaching.intake} />
      </Show>
    </>
  );
}
