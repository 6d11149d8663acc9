import { createSignal, onMount, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

type LazyComponent<Props> = (props: Props) => JSX.Element;

export interface LateProps<Props> {
  /** Must only import: to such a function the build adds loading the styles, and it rejects if they do not arrive. */
  readonly load: () => Promise<{ readonly default: LazyComponent<Props> }>;
  readonly props: Props;
  /** The sentence shown if loading fails. */
  readonly failed: JSX.Element;
  readonly again: string;
}

/**
 * A component that loads when it is first shown. If its script or styles do not arrive, it says so and offers another
 * try. Solid's `lazy` would throw and never try again.
 */
export function Late<Props extends object>(props: LateProps<Props>) {
  const [failed, setFailed] = createSignal(false);
  const [Loaded, setLoaded] = createSignal<LazyComponent<Props>>();
  const load = () => {
    setFailed(false);
    props.load().then(
      (loaded) => setLoaded(() => loaded.default),
      () => setFailed(true),
    );
  };
  onMount(load);
  return (
    <Show
      when={Loaded()}
      fallback={<Unloaded failed={failed() && props.failed} again={props.again} onAgain={load} />}
      keyed
    >
      {(Shown) => <Shown {...props.props} />}
    </Show>
  );
}

interface UnloadedProps {
  /** False while it is loading. */
  readonly failed: JSX.Element;
  readonly again: string;
  readonly onAgain: () => void;
}

function Unloaded(props: UnloadedProps) {
  return (
    <Show when={props.failed}>
      <Notice tone="error">{props.failed}</Notice>
      <Button onClick={() => props.onAgain()}>{props.again}</Button>
    </Show>
  );
}
