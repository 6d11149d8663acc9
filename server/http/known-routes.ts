interface Route {
  readonly method: string;
  readonly path: string;
}

export interface KnownRoute {
  /** The pattern. */
  readonly route: string;
  /** For the Allow header. */
  readonly allow: string;
}

/** Which methods an address takes, whatever stands in the place of its id; for requests that matched no route. */
export function createKnownRoutes(routes: readonly Route[]): (path: string) => KnownRoute | undefined {
  const patterns = routes.map(({ method, path }) => ({ method, path, parts: path.split('/') }));
  return (requested) => {
    const matching = patterns.filter(({ parts }) => matches(parts, requested.split('/')));
    const methods = new Set(matching.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
    return matching[0] && { route: matching[0].path, allow: [...methods].join(', ') };
  };
}

function matches(pattern: readonly string[], requested: readonly string[]): boolean {
  const same = (part: string, index: number) =>
    part === requested[index] || (part.startsWith(':') && requested[index] !== '');
  return pattern.length === requested.length && pattern.every(same);
}
