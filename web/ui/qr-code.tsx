import { encode } from 'uqr';
import styles from './qr-code.module.css';

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
  /** Below the code. */
  readonly hint: string;
}

const QUIET_MODULES = 4;

/** Drawn here, by the DOM: the text goes nowhere. Always dark on light, which is what cameras read. */
export default function QrCode(props: QrCodeProps) {
  const code = () => encode(props.text, { ecc: 'M', border: 0 });
  const side = () => code().size + 2 * QUIET_MODULES;
  return (
    <>
      <svg class={styles['code']} viewBox={`0 0 ${side()} ${side()}`} role="img" aria-label={props.label}>
        <rect class={styles['light']} width={side()} height={side()} />
        <path class={styles['dark']} d={darkModules(code().data)} />
      </svg>
      <p>{props.hint}</p>
    </>
  );
}

/** One stroke for each run of dark modules in a row. */
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
