interface State {
  readonly at: string;
}

/** Narrows a page's state for `<Match when={at(state, 'ready')}>`. @returns the state, or undefined in any other one */
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
