import { Show } from 'solid-js';
import { encode } from 'uqr';
import styles from './qr-code.module.css';

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
  /** Shown below the code. */
  readonly hint?: string;
}

const QUIET_MODULES = 4;

/** Drawn in the page, so the text goes nowhere else. Always dark on light, because cameras expect that. */
export default function QrCode(props: QrCodeProps) {
  const code = () => encode(props.text, { ecc: 'M', border: 0 });
  const side = () => code().size + 2 * QUIET_MODULES;
  return (
    <>
      <svg class={styles['code']} viewBox={`0 0 ${side()} ${side()}`} role="img" aria-label={props.label}>
        <rect class={styles['light']} width={side()} height={side()} />
        <path class={styles['dark']} d={darkModules(code().data)} />
      </svg>
      <Show when={props.hint}>
        <p>{props.hint}</p>
      </Show>
    </>
  );
}

/** One path segment for each run of dark modules in a row. */
function darkModules(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      runs(row).map(({ start, length }) => `M${start + QUIET_MODULES} ${y + QUIET_MODULES}h${length}v1h-${length}z`),
    )
    .join('');
}

function runs(row: readonly boolean[]): Array<{ start: number; length: number }> {
  const found: Array<{ start: number; length: number }> = [];
  row.forEach((dark, x) => {
    const last = found.at(-1);
    if (!dark) return;
    if (last !== undefined && last.start + last.length === x) last.length += 1;
    else found.push({ start: x, length: 1 });
  });
  return found;
}
