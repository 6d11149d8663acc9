import type { Hono } from 'hono';
import { AppError } from '#server/errors.ts';
import { methodNotAllowed, respond } from '#server/http/serve.ts';
import type { Bindings, RequestContext, Serving } from '#server/http/serve.ts';
import type { Site } from './open-site.ts';
import { answerResource } from './resource.ts';
import type { Conditions } from './resource.ts';

type App = Hono<{ Bindings: Bindings }>;

const refuseMethod = methodNotAllowed(['GET']);
const notFound = () => new AppError('not-found');

export function servePages(app: App, serving: Serving, site: Site): void {
  for (const [{ path }, shell] of site.shells) {
    if (path === undefined) continue;
    app.get(path, (c) => respond(serving, { c, route: path, work: () => answerResource(shell, conditions(c)) }));
    app.all(path, (c) => respond(serving, { c, route: path, work: refuseMethod }));
  }
  for (const [path, file] of site.files) {
    app.get(path, (c) => respond(serving, { c, route: path, work: () => answerResource(file, conditions(c)) }));
    app.all(path, (c) => respond(serving, { c, route: path, work: refuseMethod }));
  }
}

/** A person gets a page that says so; a program gets the problem. */
export function serveNothing(serving: Serving, site: Site | undefined): (c: RequestContext) => Promise<Response> {
  return (c) => {
    const work = () => {
      if (site === undefined || !isNavigation(c)) throw notFound();
      return answerResource(site.notFound, conditions(c), 404);
    };
    return respond(serving, { c, route: '*', work });
  };
}

function isNavigation({ req }: RequestContext): boolean {
  const reads = req.method === 'GET' || req.method === 'HEAD';
  return reads && !req.path.startsWith('/api/') && (req.header('accept') ?? '').includes('text/html');
}

function conditions({ req }: RequestContext): Conditions {
  return { acceptEncoding: req.header('accept-encoding'), ifNoneMatch: req.header('if-none-match') };
}
