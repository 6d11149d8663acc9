import { createEffect, createSignal } from 'solid-js';
import type { Component } from 'solid-js';
import type { FromLineProps } from './from-line.tsx';

const importFromLine = () => import('./from-line.tsx');

/** Whom the service names as the sender, if it names anybody. Few shares do, so it loads late. */
export function LateFromLine(props: { readonly from: string | undefined }) {
  const [Line, setLine] = createSignal<Component<FromLineProps>>();
  createEffect(() => {
    if (props.from === undefined) return;
    // Without it nothing is missing that the sender has sealed.
    importFromLine().then(
      ({ FromLine }) => setLine(() => FromLine),
      () => undefined,
    );
  });
  return <>{props.from !== undefined && Line()?.({ from: props.from })}</>;
}
