import type { Hono } from 'hono';
import { decodeId } from '#crypto/ids.ts';
import { AppError } from '#server/errors.ts';
import type { KnownRoute } from '#server/http/known-routes.ts';
import { headerOf } from '#server/http/request-context.ts';
import { respond } from '#server/http/serve.ts';
import type { Bindings, RequestContext } from '#server/http/request-context.ts';
import type { Handler, RoutedWork, Serving } from '#server/http/serve.ts';
import type { Site } from './open-site.ts';
import { replyWithResource } from '#server/http/resource.ts';
import type { Conditions, Resource } from '#server/http/resource.ts';

type App = Hono<{ Bindings: Bindings }>;

export function servePages(app: App, serving: Serving, site: Site): void {
  const serve = (path: string, resource: Resource) => {
    const work = (c: RequestContext) => () => {
      // A path without a valid id, such as `/s/<id>%23<key>`, gets the page that explains it. Neither case looks
      // anything up.
      const isLink = !path.endsWith('/:id') || decodeId(c.req.param('id') ?? '') !== undefined;
      return isLink ? replyWithResource(resource, conditions(c)) : replyWithResource(site.notFound, conditions(c), 404);
    };
    app.get(path, (c) =>
      respond(serving, { c, route: path, rateClass: 'page', work: work(c), inWords: wordsFor(serving, c) }),
    );
  };
  for (const [{ path }, shell] of site.shells) if (path !== undefined) serve(path, shell);
  for (const [path, file] of site.files) serve(path, file);
}

export interface Nothing {
  readonly site: Site | undefined;
  readonly knownRoute: (path: string) => KnownRoute | undefined;
}

/**
 * Replies to a known address with an unsupported method, or to an unknown one: a page for people, a problem for
 * programs.
 */
export function serveNothing(serving: Serving, { site, knownRoute }: Nothing): Handler {
  return (c) => {
    const known = knownRoute(c.req.path);
    const work = () => {
      if (known !== undefined) throw new AppError('method-not-allowed', { allow: known.allow });
      if (site === undefined || !isNavigation(c)) throw new AppError('not-found');
      return replyWithResource(site.notFound, conditions(c), 404);
    };
    return respond(serving, { c, route: known?.route ?? '*', rateClass: 'page', work, inWords: wordsFor(serving, c) });
  };
}

/** Tells a person in a sentence that they loaded too many pages: browsers show a problem document as code. */
function wordsFor({ replies }: Serving, c: RequestContext): RoutedWork['inWords'] {
  return (refusal) => {
    if (refusal.code !== 'rate-limited' || !isNavigation(c)) return undefined;
    const seconds = Number(refusal.members['retryAfterSeconds']);
    return replies.words(
      refusal,
      `Too many pages were loaded from your network address in the last minute. Wait ${seconds} seconds, then load this page again.`,
    );
  };
}

function isNavigation(c: RequestContext): boolean {
  const { req } = c;
  const reads = req.method === 'GET' || req.method === 'HEAD';
  return reads && !req.path.startsWith('/api/') && (headerOf(c, 'accept') ?? '').includes('text/html');
}

function conditions(c: RequestContext): Conditions {
  return { acceptEncoding: headerOf(c, 'accept-encoding'), ifNoneMatch: headerOf(c, 'if-none-match') };
}
