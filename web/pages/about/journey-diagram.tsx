import { createUniqueId, For } from 'solid-js';
import { howItWorks } from '#words/how-it-works.ts';
import styles from './journey-diagram.module.css';
import { narrow, wide } from './journey-layout.ts';
import type { JourneyLayout, Point } from './journey-layout.ts';

const { journey } = howItWorks;

/** Paths centred on the origin: a sheet with writing, and a folded and sealed one. */
const sheet = 'M-14-19h20l8 8v30h-28zM6-19v8h8M-8-3H8M-8 4H8M-8 11H2';
const folded = 'M-24-16h48v32h-48zM-24-14 0 4l24-18';

const stations = [
  { glyph: sheet, who: 'you', does: 'youDo' },
  { glyph: folded, who: 'server', does: 'serverDoes' },
  { glyph: sheet, who: 'them', does: 'theyDo' },
] as const;

/** One drawing for wide pages and one for narrow ones; CSS shows one of them. */
export function JourneyDiagram() {
  return (
    <figure class={styles['figure']}>
      <Drawing layout={wide} width="wide" />
      <Drawing layout={narrow} width="narrow" />
    </figure>
  );
}

function Drawing(props: { readonly layout: JourneyLayout; readonly width: 'wide' | 'narrow' }) {
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
      <path class={styles['link']} d={props.layout.link} />
      <path class={styles['sealed']} d={props.layout.sealed} />
      <For each={props.layout.sealedLabels}>
        {(at) => (
          <text class={styles['label']} x={at[0]} y={at[1]}>
            {journey.sealed}
          </text>
        )}
      </For>
      <For each={stations}>
        {(station, index) => <Station station={station} at={props.layout.stations[index()] ?? [0, 0]} />}
      </For>
      <LinkLabel layout={props.layout} />
    </svg>
  );
}

function Station(props: { readonly at: Point; readonly station: (typeof stations)[number] }) {
  return (
    <g transform={`translate(${props.at.join(' ')})`}>
      <rect class={styles['station']} x="-88" y="-76" width="176" height="152" rx="16" />
      <g transform="translate(0 -28)">
        <path class={styles['glyph']} d={props.station.glyph} />
        {props.station.glyph === folded && <circle class={styles['wax']} cy="4" r="6.5" />}
      </g>
      <text class={styles['name']} y="28">
        {journey[props.station.who]}
      </text>
      <text class={styles['label']} y="50">
        {journey[props.station.does]}
      </text>
    </g>
  );
}

function LinkLabel(props: { readonly layout: JourneyLayout }) {
  // Two lines where one is too wide.
  const lines = () => (props.layout === wide ? [journey.linkOneLine] : [journey.linkFirstLine, journey.linkSecondLine]);
  const at = (line: number): Point => [props.layout.linkLabel[0], props.layout.linkLabel[1] + line * 20];
  // All gaps first: the one of the second line would cut what hangs down from the first, as Arabic letters do.
  return (
    <For each={[styles['gap'], styles['linkLabel']]}>
      {(layer) => (
        <For each={lines()}>
          {(words, line) => (
            <text class={layer} x={at(line())[0]} y={at(line())[1]}>
              {words}
            </text>
          )}
        </For>
      )}
    </For>
  );
}
