import { openProvider } from '#server/session/open-provider.ts';
import type { ProviderOptions } from '#server/session/open-provider.ts';
import type {
  BeginReply,
  FinishReply,
  PassReply,
  PassPurpose,
  ReadReply,
  TerminalReply,
} from '#server/session/wire.ts';
import type * as v from 'valibot';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { openEvents } from '#server/open-events.ts';
import type { AppOptions } from '#server/app.ts';
import { CookieJar } from '#scripts/testing/cookie-jar.ts';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import type { Returned } from '#scripts/testing/sign-in-at-provider.ts';
import { testClient, UNLIMITED } from './test-app.ts';
import type { Ask } from './test-app.ts';
import { openTestStore } from './test-stores.ts';
import type { TestDialect, TestStore } from './test-stores.ts';

export const PUBLIC_URL = 'https://sotto.example/a/';

interface Started {
  readonly deps: Deps;
  readonly ask: Ask;
}

export interface SignInWorld extends AsyncDisposable, Started {
  readonly testStore: TestStore;
  /** The same installation, started again with these settings instead. */
  readonly restart: (env: Settings) => Promise<Started>;
}

type Settings = Readonly<Record<string, string>>;

interface WorldOptions extends AppOptions {
  readonly dialect?: TestDialect;
  /** SOTTO_OIDC_… and others. */
  readonly env: Settings;
  readonly provider?: Partial<ProviderOptions>;
}

/** A service at `PUBLIC_URL` that asks a provider, with the clock of this machine. */
export async function openSignInWorld({
  dialect = 'SQLite',
  env,
  provider,
  ...options
}: WorldOptions): Promise<SignInWorld> {
  const testStore = await openTestStore(dialect);
  testStore.clock.seconds = Math.floor(Date.now() / 1000);
  const opened: Deps[] = [];
  const restart = async (settings: Settings): Promise<Started> => {
    const place = { SOTTO_DATA_DIR: testStore.dataDir, SOTTO_PUBLIC_URL: PUBLIC_URL };
    const config = parseConfig({ ...UNLIMITED, ...place, ...settings });
    const { signIn, publicUrl } = config;
    const heard = await openEvents({ ...testStore.deps, config }, { failed: () => undefined });
    const asking = signIn && { provider: openProvider({ signIn, publicUrl, ...provider }) };
    const deps = { ...heard, ...asking };
    opened.push(deps);
    return { deps, ask: testClient(deps, options) };
  };
  return {
    ...(await restart(env)),
    testStore,
    restart,
    async [Symbol.asyncDispose]() {
      for (const { audit } of opened) await audit?.close();
      await testStore[Symbol.asyncDispose]();
    },
  };
}

/** A browser on the service's own pages. */
export class TestBrowser {
  ask: Ask;
  readonly #publicUrl: URL;
  readonly #jar = new CookieJar();
  readonly cookies = this.#jar.cookies;
  readonly cookieHeader = this.#jar.header;

  constructor(ask: Ask, publicUrl = PUBLIC_URL) {
    this.ask = ask;
    this.#publicUrl = new URL(publicUrl);
  }

  async post(verb: string, json: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const { origin, pathname } = this.#publicUrl;
    const reply = await this.ask('POST', `${pathname}api/session/${verb}`, {
      json,
      headers: { origin, ...this.#jar.headers(), ...headers },
    });
    this.#jar.keep(reply);
    return reply;
  }

  begin = async () => this.#read<typeof BeginReply>(await this.post('begin'));
  finish = async (returned: Returned) => {
    const { code, state, iss } = returned;
    return this.#read<typeof FinishReply>(await this.post('finish', { code, state, iss }));
  };
  read = async () => (await this.#read<typeof ReadReply>(await this.post('read'))).session;
  pass = async (purpose: PassPurpose, id: string) =>
    (await this.#read<typeof PassReply>(await this.post('pass', { for: purpose, id }))).pass;
  terminal = async () => (await this.#read<typeof TerminalReply>(await this.post('terminal'))).token;

  async signIn(account: string) {
    const { url } = await this.begin();
    return this.finish(await signInAt(url, account));
  }

  async #read<S extends v.GenericSchema>(reply: Response): Promise<v.InferOutput<S>> {
    const body = (await reply.json()) as v.InferOutput<S>;
    if (!reply.ok) throw new Error(`The service answered ${reply.status}: ${JSON.stringify(body)}`);
    return body;
  }
}
