/** What the provider sends back to the service, in the query of its address. */
export interface Returned {
  readonly code: string;
  readonly state: string;
  readonly iss?: string;
  /** Instead of a code. */
  readonly error?: string;
}

/** A browser's cookies, without their attributes. */
export type Jar = Map<string, string>;

const MAX_STEPS = 10;

/**
 * Signs in at a test's provider as a browser would, and stops at the address that it returns to.
 * @param url as `api/session/begin` gives it. @param jar to stay signed in at the provider
 */
export async function signInAt(url: string, account: string, jar: Jar = new Map()): Promise<Returned> {
  const { origin } = new URL(url);
  let reply = await request(url, jar);
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const location = reply.headers.get('location');
    if (location !== null) {
      const target = new URL(location, reply.url);
      if (target.origin !== origin) return readReturn(target);
      reply = await request(target.href, jar);
    } else if (reply.status === 200) {
      reply = await request(reply.url, jar, new URLSearchParams({ account }));
    } else {
      throw new Error(`The provider answered ${reply.status}: ${await reply.text()}`);
    }
  }
  throw new Error(`The provider does not let ${account} in.`);
}

const readReturn = ({ searchParams }: URL): Returned => {
  const { code = '', state = '', iss, error } = Object.fromEntries(searchParams) as Partial<Record<string, string>>;
  return { code, state, ...(iss !== undefined && { iss }), ...(error !== undefined && { error }) };
};

async function request(url: string, jar: Jar, form?: URLSearchParams): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const reply = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form && { method: 'POST', body: form }),
  });
  for (const line of reply.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return reply;
}
