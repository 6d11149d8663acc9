import styles from './seal.module.css';

export interface SealProps {
  readonly state: 'whole' | 'pressed' | 'broken' | 'ash';
  /** The letter pressed into it. */
  readonly letter?: string;
}

/** Wax has no straight edge: twelve lobes of uneven depth around a pressed ring. */
const outline =
  'M50 4c6 0 8 6 13 8s12-1 16 4 2 10 5 15 9 6 11 12-3 9-4 14 4 11 1 17-9 5-13 9-3 11-9 14-10-2-15-1-9 6-15 5-7-7-12-9-11 0-15-5-1-10-4-15-8-7-8-13 5-8 6-13-3-11 1-16 9-4 13-8 4-10 10-12 9 3 14 3 6-9 11-9z';
const crack = 'M53 2 47 24l7 13-10 14 8 12-6 13 5 22';

/** Decoration: what it means is always said in words beside it. */
export function Seal(props: SealProps) {
  return (
    <svg class={styles['seal']} data-state={props.state} viewBox="0 0 100 104" aria-hidden="true">
      <g class={styles['start']}>
        <path class={styles['wax']} d={outline} />
        <circle class={styles['ring']} cx="50" cy="50" r="29" />
        <text class={styles['letter']} x="50" y="63" text-anchor="middle">
          {props.letter ?? 's'}
        </text>
      </g>
      <g class={styles['end']}>
        <path class={styles['wax']} d={outline} />
        <circle class={styles['ring']} cx="50" cy="50" r="29" />
        <text class={styles['letter']} x="50" y="63" text-anchor="middle">
          {props.letter ?? 's'}
        </text>
      </g>
      <path class={styles['crack']} d={crack} />
    </svg>
  );
}
