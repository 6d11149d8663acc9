import { Hono } from 'hono';
import { fileBodyEndpoints } from './file-bodies/routes.ts';
import type { Config } from './config/config.ts';
import type { Deps } from './deps.ts';
import { healthEndpoints } from './health/routes.ts';
import { createReplies, toResponse } from './http/reply.ts';
import { belowBasePath } from './http/below-base-path.ts';
import { createClientAddress } from './http/client-address.ts';
import type { ClientAddress } from './http/client-address.ts';
import { configEndpoint } from './http/config-routes.ts';
import type { Endpoint } from './http/endpoint.ts';
import { createKnownRoutes } from './http/known-routes.ts';
import { createLinger } from './http/linger.ts';
import { createDirect } from './http/direct.ts';
import type { Application } from './http/listen.ts';
import { silentLog } from './http/log.ts';
import type { Log } from './http/log.ts';
import { createOpenStreams } from './http/limits/open-streams.ts';
import { createOverload } from './http/limits/overload.ts';
import { createRateLimit } from './http/limits/rate-limit.ts';
import { createRefuse } from './http/refuse.ts';
import { respond, serveEndpoint } from './http/serve.ts';
import type { Bindings } from './http/request-context.ts';
import type { Serving } from './http/serve.ts';
import type { Site } from './http/site/open-site.ts';
import { serveNothing, servePages } from './http/site/routes.ts';
import { noMetrics } from './http/metrics.ts';
import type { Metrics } from './http/metrics.ts';
import { openApiEndpoint } from './openapi.ts';
import { reportEndpoint } from './reports/routes.ts';
import { requestEndpoints } from './requests/routes.ts';
import { sessionEndpoints } from './session/routes.ts';
import { shareEndpoints } from './shares/routes.ts';

export interface AppOptions {
  /** The built pages; absent: only the API. */
  readonly site?: Site | undefined;
  readonly log?: Log;
  readonly metrics?: Metrics | undefined;
  /** Whether the process is shutting down. */
  readonly isDraining?: () => boolean;
  /** Whether it listens on a Unix socket. Known only once it does. */
  readonly isUnix?: () => boolean;
}

export type App = Hono<{ Bindings: Bindings }> & Omit<Application, 'fetch'>;

/** The whole service as a function from requests to responses. It reads only `deps`. */
export function createApp(deps: Deps, options: AppOptions = {}): App {
  const { site, log = silentLog, metrics = noMetrics, isDraining = () => false } = options;
  const { config } = deps;
  const replies = createReplies(config);
  const serving: Serving = {
    deps,
    replies,
    log,
    metrics,
    clientAddress: clientAddressOf(config, { log, isUnix: options.isUnix ?? (() => false) }),
    rateLimit: createRateLimit(config),
    overload: createOverload(),
    openStreams: createOpenStreams(),
    linger: createLinger(metrics),
  };
  const app = new Hono<{ Bindings: Bindings }>({ getPath: belowBasePath(config.basePath) });
  const endpoints = apiEndpoints(isDraining, deps.provider !== undefined);
  for (const endpoint of endpoints) {
    const answer = serveEndpoint(serving, endpoint);
    app.on(endpoint.method, endpoint.path, async (c) => toResponse(await answer(c)));
  }
  if (site !== undefined) servePages(app, serving, site);
  if (config.basePath !== '/') redirectToBasePath(app, serving, config.basePath);
  app.notFound(serveNothing(serving, { site, knownRoute: createKnownRoutes(app) }));
  app.onError((thrown, c) =>
    respond(serving, { c, route: '*', rateClass: 'page', work: () => Promise.reject(thrown) }),
  );
  return Object.assign(app, {
    refuse: createRefuse(serving),
    cut: metrics.cut,
    serveDirectly: createDirect(serving, config.basePath, shareEndpoints),
  });
}

/** @param hasSignIn whether people can sign in. If not, `api/session` is as unknown as any other path */
export function apiEndpoints(isDraining: () => boolean, hasSignIn: boolean): readonly Endpoint[] {
  const described = [
    ...shareEndpoints,
    ...fileBodyEndpoints,
    ...requestEndpoints,
    reportEndpoint,
    ...(hasSignIn ? sessionEndpoints : []),
    configEndpoint,
    ...healthEndpoints(isDraining),
  ];
  return [...described, openApiEndpoint(described)];
}

/**
 * Warns if a proxy is not listed as trusted, because all its clients would silently count as one. It warns only once,
 * because anyone can send the header.
 */
function clientAddressOf(
  { trustedProxies }: Config,
  { log, isUnix }: { readonly log: Log; readonly isUnix: () => boolean },
): ClientAddress {
  const clientAddress = createClientAddress(trustedProxies, isUnix);
  let isQuiet = trustedProxies.length > 0;
  return (peer, forwardedFor) => {
    if (!isQuiet && forwardedFor !== undefined && !isUnix()) {
      isQuiet = true;
      log.warn(
        'X-Forwarded-For is ignored, so all clients behind a proxy share its limits. See SOTTO_TRUSTED_PROXIES.',
      );
    }
    return clientAddress(peer, forwardedFor);
  };
}

/** Redirects `/a/b` to the base path `/a/b/`. */
function redirectToBasePath(app: Hono<{ Bindings: Bindings }>, serving: Serving, basePath: string): void {
  const { headers } = serving.replies.json(null);
  const reply = { status: 308, headers: { ...headers, location: basePath }, body: null };
  const path = basePath.slice(0, -1);
  app.get(path, (c) => respond(serving, { c, route: path, rateClass: 'page', work: () => reply }));
}
