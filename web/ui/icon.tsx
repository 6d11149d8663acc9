import styles from './icon.module.css';

/** Drawn on a 20 × 20 grid with a stroke of 1.5. */
const paths = {
  copy: 'M7 7h9v10H7zM4 13V3h9',
  save: 'M10 3v10m-4-4 4 4 4-4M4 17h12',
  hide: 'M3 10s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5zM4 16 16 4',
  show: 'M3 10s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  wrap: 'M3 5h14M3 10h11a2.5 2.5 0 0 1 0 5h-4m2-2-2 2 2 2M3 15h3',
  trash: 'M4 6h12M8 6V4h4v2M6 6l.7 11h6.6L14 6M8.5 9v5m3-5v5',
  title: 'M4 5h12M10 5v11M4 5v2m12-2v2',
  generate: 'M4 4h12v12H4zM7.5 7.5v.01M12.5 7.5v.01M10 10v.01M7.5 12.5v.01M12.5 12.5v.01',
  qr: 'M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2h-2zM17 12v5h-5',
  share: 'M10 12V3M7 6l3-3 3 3M5 9v8h10V9',
  mail: 'M3 5h14v10H3zM3 6l7 5 7-5',
  key: 'M12.5 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 10l-6 6m2-2 2 2',
  plus: 'M10 4v12M4 10h12',
  clip: 'M13.5 6.5 8 12a1.4 1.4 0 0 0 2 2l6-6a3 3 0 0 0-4.2-4.2l-6 6a4.6 4.6 0 0 0 6.5 6.5l4.7-4.7',
  folder: 'M3 5h5l2 2h7v9H3z',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM13 13l4 4',
} as const;
export type IconName = keyof typeof paths;

/** Decoration next to words, never instead of them. */
export function Icon(props: { readonly name: IconName }) {
  return (
    <svg class={styles['icon']} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[props.name]} />
    </svg>
  );
}
