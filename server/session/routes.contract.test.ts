import { expect, test } from 'vitest';
import { openTestApp } from '#server/testing/test-app.ts';
import { openSignInWorld } from '#server/testing/test-sign-in.ts';

const verbs = ['begin', 'end', 'ended-by-provider', 'finish', 'pass', 'read', 'terminal'];

interface Document {
  readonly paths: Record<
    string,
    Record<string, { readonly security: object[]; readonly requestBody: { content: object } }>
  >;
  readonly components: { readonly securitySchemes: object };
}

test('a service without sign-in has none of these routes, and does not document them', async () => {
  await using app = await openTestApp();
  const { paths, components } = (await (await app.ask('GET', '/api/openapi.json')).json()) as Document;
  expect(Object.keys(paths).filter((path) => path.startsWith('/api/session'))).toEqual([]);
  expect(Object.keys(components.securitySchemes)).toEqual(['token', 'tokenHeader']);
  const unknown = await app.ask('POST', '/api/nowhere', { json: {} });
  for (const verb of verbs) {
    const headers = { origin: 'http://localhost:3000', cookie: `sotto-session=${'A'.repeat(43)}` };
    const reply = await app.ask('POST', `/api/session/${verb}`, { json: {}, headers });
    expect([reply.status, await reply.json()]).toMatchObject([404, { code: 'not-found' }]);
    expect([...reply.headers.keys()]).toEqual([...unknown.headers.keys()]);
  }
});

test('a service with sign-in documents who may call them, and what they take', async () => {
  const env = { SOTTO_OIDC_ISSUER: 'https://id.invalid', SOTTO_OIDC_CLIENT_ID: 'sotto' };
  await using world = await openSignInWorld({ env });
  const { paths, components } = (await (await world.ask('GET', '/a/api/openapi.json')).json()) as Document;
  const own = Object.entries(paths).filter(([path]) => path.startsWith('/api/session/'));
  expect(own.map(([path]) => path.slice('/api/session/'.length)).sort()).toEqual(verbs);
  for (const [path, { post }] of own) {
    const isForm = path.endsWith('ended-by-provider');
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    expect(Object.keys(post?.requestBody.content ?? {})).toEqual([type]);
    expect(post?.security).toEqual(isForm ? [] : [{}, { sessionCookie: [] }, { session: [] }]);
  }
  expect(components.securitySchemes).toMatchObject({ session: { scheme: 'bearer' }, sessionCookie: { in: 'cookie' } });
});
