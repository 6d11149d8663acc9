import type { Hono } from 'hono';
import { fill } from '#client/words/message.ts';
import { decodeId } from '#crypto/ids.ts';
import { AppError } from '#server/errors.ts';
import type { KnownRoute } from '#server/http/known-routes.ts';
import { headerOf } from '#server/http/request-context.ts';
import type { Reply } from '#server/http/reply.ts';
import { respond } from '#server/http/serve.ts';
import type { Bindings, RequestContext } from '#server/http/request-context.ts';
import type { RoutedWork, Serving } from '#server/http/serve.ts';
import type { Site } from './open-site.ts';
import { notFoundPage } from './page.ts';
import type { ShellPage } from './page.ts';
import { replyWithResource } from '#server/http/resource.ts';
import type { Conditions } from '#server/http/resource.ts';

type Handler = (c: RequestContext) => Promise<Response>;

type App = Hono<{ Bindings: Bindings }>;

export function servePages(app: App, serving: Serving, site: Site): void {
  const serve = (path: string, reply: (c: RequestContext) => Reply | Promise<Reply>) => {
    app.get(path, (c) => {
      const inWords = wordsFor(serving, { c, site });
      return respond(serving, { c, route: path, rateClass: 'page', work: () => reply(c), inWords });
    });
  };
  for (const page of site.pages) {
    const { path } = page;
    if (path === undefined) continue;
    serve(path, (c) => {
      // A path without a valid id, such as `/s/<id>%23<key>`, gets the page that explains it. Neither case looks
      // anything up.
      const isLink = !path.endsWith('/:id') || decodeId(c.req.param('id') ?? '') !== undefined;
      return isLink ? replyWithResource(shellFor(site, c, page), conditions(c)) : notFound(site, c);
    });
  }
  for (const [path, file] of site.files) serve(path, (c) => replyWithResource(file, conditions(c)));
  serve(WORDS_PATH, (c) => {
    const { hash = '', lang = '', name = '' } = c.req.param();
    const file = site.wordsFile({ hash, lang, name });
    if (file === undefined) throw new AppError('not-found');
    return replyWithResource(file, conditions(c));
  });
}

/** One route for all files of words: 31 languages have more than a thousand. */
const WORDS_PATH = '/words/:hash/:lang/:name';

const languageFor = (site: Site, c: RequestContext) => site.languageFor(headerOf(c, 'accept-language'));

const shellFor = (site: Site, c: RequestContext, page: ShellPage) => site.shell(page, languageFor(site, c));

const notFound = (site: Site, c: RequestContext) =>
  replyWithResource(shellFor(site, c, notFoundPage), conditions(c), 404);

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
      return notFound(site, c);
    };
    const inWords = site && wordsFor(serving, { c, site });
    return respond(serving, { c, route: known?.route ?? '*', rateClass: 'page', work, inWords });
  };
}

interface Asked {
  readonly c: RequestContext;
  readonly site: Site;
}

/** Tells a person in a sentence that they loaded too many pages: browsers show a problem document as code. */
function wordsFor({ replies }: Serving, { c, site }: Asked): RoutedWork['inWords'] {
  return (refusal) => {
    if (refusal.code !== 'rate-limited' || !isNavigation(c)) return undefined;
    const { tag, dir } = languageFor(site, c);
    const { tooManyPages } = site.repliesIn(tag);
    const values = { seconds: Number(refusal.members['retryAfterSeconds']) };
    return replies.words(refusal, fill(tooManyPages, values, { locale: tag, dir }).join(''), tag);
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
