import type { Router } from 'hono/router';

export interface KnownRoute {
  /** The pattern. */
  readonly route: string;
  /** For the Allow header. */
  readonly allow: string;
}

interface Routed {
  readonly path: string;
}

export interface Routes {
  /** The router that serves the requests, so that both agree. It stores a handler with its route. */
  readonly router: Router<[unknown, Routed]>;
  readonly routes: readonly { readonly method: string }[];
}

/** Finds the methods that a path allows, for requests that matched no route. The id in the path does not matter. */
export function createKnownRoutes({ router, routes }: Routes): (path: string) => KnownRoute | undefined {
  const methods = [...new Set(routes.map(({ method }) => method))];
  return (path) => {
    const known = methods.flatMap((method) => {
      const [[matched]] = router.match(method, path);
      return matched === undefined ? [] : [{ method, route: matched[0][1].path }];
    });
    const allowed = known.map(({ method }) => (method === 'GET' ? 'GET, HEAD' : method));
    return known[0] && { route: known[0].route, allow: allowed.join(', ') };
  };
}
