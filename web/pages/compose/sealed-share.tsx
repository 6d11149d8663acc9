import { createSignal, Show } from 'solid-js';
import { sealed as words } from '#words/sealed.ts';
import { brand } from '#web/app/layout/brand.ts';
import { CopyLine } from '#web/parts/link/copy-line.tsx';
import { MadeLink } from '#web/parts/link/made-link.tsx';
import styles from '#web/parts/sending/sealed.module.css';
import { Late } from '#web/ui/late.tsx';
import { Seal } from '#web/ui/seal.tsx';
import type { ComposeState } from './state.ts';

/** A lazy module with everything below the link. Loaded while the person writes, so that it is there in time. */
export const importSealedDetails = () => import('./sealed-details.tsx');

export interface SealedShareProps {
  readonly sealed: Extract<ComposeState, { at: 'sealed' }>;
  /** Undefined until it is known whether sealing also copied the link. */
  readonly copied: boolean | undefined;
  readonly onRemove: () => void;
  /** The link was copied with its button. */
  readonly onCopied: () => void;
  /** The link was copied or shared. */
  readonly onTaken: () => void;
}

export function SealedShare(props: SealedShareProps) {
  const [apart, setApart] = createSignal(false);
  const shared = () => props.sealed.shared;
  return (
    <>
      <span class={styles['stamp']}>
        <Seal letter={brand().initial} state="pressed" />
      </span>
      <Show
        when={apart()}
        fallback={
          <MadeLink
            label={words.link}
            link={shared().link}
            linkWithoutKey={shared().linkWithoutKey}
            copied={props.copied}
            onCopied={props.onCopied}
          />
        }
      >
        <p>{words.apartText}</p>
        <CopyLine label={words.linkWithoutKey} text={shared().linkWithoutKey} action={words.copy} shown />
        <CopyLine label={words.key} text={shared().key} plain="" action={words.copy} shown onCopied={props.onTaken} />
      </Show>
      <Late
        load={importSealedDetails}
        props={{
          sealed: props.sealed,
          apart: apart(),
          onApart: setApart,
          onRemove: props.onRemove,
          onTaken: props.onTaken,
        }}
        failed={words.detailsUnloaded}
        again={words.detailsRetry}
      />
    </>
  );
}
