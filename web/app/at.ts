interface State {
  readonly at: string;
}

/** For `<Match when={at(state, 'ready')}>`: the state while it is this one. */
export function at<S extends State, K extends S['at']>(
  state: () => S,
  kind: K,
): Extract<S, { readonly at: K }> | undefined {
  const now = state();
  return isAt(now, kind) ? now : undefined;
}

function isAt<S extends State, K extends S['at']>(now: S, kind: K): now is Extract<S, { readonly at: K }> {
  return now.at === kind;
}
