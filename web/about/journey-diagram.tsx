import { createUniqueId, For } from 'solid-js';
import { howItWorks } from '#messages/how-it-works.ts';
import styles from './journey-diagram.module.css';

const { journey } = howItWorks;

interface Layout {
  readonly size: readonly [width: number, height: number];
  /** Middles of the three stations: the sender's, the server's, the recipient's. */
  readonly stations: readonly [Point, Point, Point];
  /** What the server sees. */
  readonly sealed: string;
  /** What it does not: from the first station to the last, past the second. */
  readonly link: string;
  readonly linkLabel: Point;
}

type Point = readonly [x: number, y: number];

const wide: Layout = {
  size: [680, 300],
  stations: [
    [95, 105],
    [340, 105],
    [585, 105],
  ],
  sealed: 'M190 105H244M436 105H490',
  link: 'M95 200C95 262 190 262 340 262S585 262 585 206',
  linkLabel: [340, 262],
};

const narrow: Layout = {
  size: [320, 500],
  stations: [
    [120, 80],
    [120, 250],
    [120, 420],
  ],
  sealed: 'M120 146V184M120 316V354',
  link: 'M212 80C300 80 300 150 300 250S300 420 218 420',
  linkLabel: [262, 250],
};

/** One drawing for a wide page, one for a narrow one; only one is ever shown. */
export function JourneyDiagram() {
  return (
    <figure class={styles['figure']}>
      <Drawing layout={wide} width="wide" />
      <Drawing layout={narrow} width="narrow" />
    </figure>
  );
}

function Drawing(props: { readonly layout: Layout; readonly width: 'wide' | 'narrow' }) {
  const id = createUniqueId();
  return (
    <svg
      class={styles['drawing']}
      data-width={props.width}
      viewBox={`0 0 ${props.layout.size.join(' ')}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
    >
      <title id={`${id}-title`}>{journey.title}</title>
      <desc id={`${id}-description`}>{journey.description}</desc>
      <path class={styles['sealed']} d={props.layout.sealed} />
      <path class={styles['link']} d={props.layout.link} />
      <For each={props.layout.stations}>
        {([x, y]) => <rect class={styles['station']} x={x - 88} y={y - 60} width="176" height="120" rx="14" />}
      </For>
    </svg>
  );
}
