import { createSignal, onMount, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

type Part<Props> = (props: Props) => JSX.Element;

export interface LateProps<Props> {
  /** A function that only imports: the build adds the styles to such a function, and it fails where they do not arrive. */
  readonly load: () => Promise<{ readonly default: Part<Props> }>;
  readonly props: Props;
  /** The sentence where it did not arrive. */
  readonly failed: JSX.Element;
  readonly again: string;
}

/**
 * A component that is loaded when it is first shown. Where its script or its styles do not arrive, it says so and can
 * be asked for again. Solid's `lazy` throws then, and never asks again.
 */
export function Late<Props extends object>(props: LateProps<Props>) {
  const [failed, setFailed] = createSignal(false);
  const [Loaded, setLoaded] = createSignal<Part<Props>>();
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
  /** False while it is being loaded. */
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
