import type { Hono } from 'hono';
import { AppError } from '#server/errors.ts';
import type { KnownRoute } from '#server/http/known-routes.ts';
import { respond } from '#server/http/serve.ts';
import type { Bindings, Handler, RequestContext, Serving } from '#server/http/serve.ts';
import type { Site } from './open-site.ts';
import { answerResource } from './resource.ts';
import type { Conditions, Resource } from './resource.ts';

type App = Hono<{ Bindings: Bindings }>;

export function servePages(app: App, serving: Serving, site: Site): void {
  const serve = (path: string, resource: Resource) => {
    app.get(path, (c) => respond(serving, { c, route: path, work: () => answerResource(resource, conditions(c)) }));
  };
  for (const [{ path }, shell] of site.shells) if (path !== undefined) serve(path, shell);
  for (const [path, file] of site.files) serve(path, file);
}

export interface Nothing {
  readonly site: Site | undefined;
  readonly knownRoute: (path: string) => KnownRoute | undefined;
}

/** An address that does not take this method; or none, and then a person gets a page that says so, a program the problem. */
export function serveNothing(serving: Serving, { site, knownRoute }: Nothing): Handler {
  return (c) => {
    const known = knownRoute(c.req.path);
    const work = () => {
      if (known !== undefined) throw new AppError('method-not-allowed', { allow: known.allow });
      if (site === undefined || !isNavigation(c)) throw new AppError('not-found');
      return answerResource(site.notFound, conditions(c), 404);
    };
    return respond(serving, { c, route: known?.route ?? '*', work });
  };
}

function isNavigation({ req }: RequestContext): boolean {
  const reads = req.method === 'GET' || req.method === 'HEAD';
  return reads && !req.path.startsWith('/api/') && (req.header('accept') ?? '').includes('text/html');
}

function conditions({ req }: RequestContext): Conditions {
  return { acceptEncoding: req.header('accept-encoding'), ifNoneMatch: req.header('if-none-match') };
}
