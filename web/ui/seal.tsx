import styles from './seal.module.css';

export interface SealProps {
  readonly state: 'whole' | 'pressed' | 'broken' | 'ash';
  /** The letter pressed into it. */
  readonly letter: string;
}

/** The edge of the wax: eleven uneven lobes around the stamp. */
const outline =
  'M52.6 3.4C59 3.8 60.2 9.6 65.4 11.8S73.7 9.4 77.6 12.3S79.3 20.5 82.1 23.9S92.1 27.4 94.4 33.5S90.1 41.1 90.6 45.1S97.7 52.2 96.8 57.8S88 64.5 85.2 69.5S87.3 80.6 82.8 84.9S73.8 84.4 69.8 86.5S65.8 92.4 61.4 93.6S52.9 90.6 47.5 90.3S40.4 95 35.7 93.4S31 86.9 27.1 84.3S16.4 84.2 12.4 79.1S13 69.7 11.2 64.9S3.6 59.5 3.2 53.9S9 46.7 10 41.9S5.3 31.4 8.7 25.6S17.6 23.2 21 19.9S23 12.8 27 10.5S35.6 12 40.2 10.8S46.7 3.1 52.6 3.4z';
const crack = 'M54 2 47 22l8 13-11 15 9 12-7 13 6 24';

/** Decoration: the words next to it always say the same. */
export function Seal(props: SealProps) {
  return (
    <svg class={styles['seal']} data-state={props.state} viewBox="0 0 100 100" aria-hidden="true">
      <g class={styles['start']}>
        <Wax letter={props.letter} />
      </g>
      <g class={styles['end']}>
        <Wax letter={props.letter} />
      </g>
      <path class={styles['crack']} d={crack} />
    </svg>
  );
}

function Wax(props: Pick<SealProps, 'letter'>) {
  return (
    <>
      <path class={styles['wax']} d={outline} />
      <circle class={styles['hollow']} cx="50" cy="50" r="31" />
      <circle class={styles['ring']} cx="50" cy="50" r="31" />
      <text class={styles['letter']} x="49" y="63" text-anchor="middle">
        {props.letter}
      </text>
    </>
  );
}
