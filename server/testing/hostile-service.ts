import { createApp } from '#server/app.ts';
import type { App } from '#server/app.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { AppError } from '#server/errors.ts';
import type { Provider } from '#server/session/provider.ts';
import type { Route } from './hostile-requests.ts';
import { UNLIMITED } from './test-app.ts';
import { openTestSite } from './test-site.ts';
import { openTestStore } from './test-stores.ts';

export interface HostileService extends AsyncDisposable {
  readonly app: App;
  readonly deps: Parameters<typeof createApp>[0];
  /** Every route of the app, and two unknown paths. */
  readonly routes: readonly Route[];
}

const down = () => Promise.reject(new AppError('provider-down', { reason: 'unreachable' }));
const downProvider: Provider = { check: down, signInUrl: down, redeem: down, readLogout: down };

/** A service that uses every parser: a base path, a proxy, tokens, sessions and pages. It has no limits. */
export async function openHostileService(): Promise<HostileService> {
  const testStore = await openTestStore('SQLite');
  const config = parseConfig({
    ...UNLIMITED,
    SOTTO_DATA_DIR: testStore.dataDir,
    SOTTO_PORT: '0',
    SOTTO_PUBLIC_URL: 'http://localhost/a/b/',
    SOTTO_CREATE: 'token',
    SOTTO_OIDC_ISSUER: 'https://id.example.org',
    SOTTO_OIDC_CLIENT_ID: 'sotto',
    SOTTO_TRUSTED_PROXIES: '127.0.0.0/8, ::1',
    SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
  });
  const deps = { ...testStore.deps, config, provider: downProvider };
  const app = createApp(deps, { site: await openTestSite(config) });
  const nowhere = [
    { method: 'GET', path: '/nowhere' },
    { method: 'OPTIONS', path: '/api/shares/:id/open' },
  ];
  return {
    app,
    deps,
    routes: [...app.routes, ...nowhere].map(({ method, path }) => ({ method, path: `/a/b${path}` })),
    [Symbol.asyncDispose]: () => testStore[Symbol.asyncDispose](),
  };
}
