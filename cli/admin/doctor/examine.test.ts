import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openTestApp } from '#server/testing/test-app.ts';
import { tlsWords } from './check-address.ts';
import { examine } from './examine.ts';
import { reach } from './reach.ts';

/** The doctor's findings for a service with some replies replaced, by path. It asks for links with random ids. */
async function found(
  replies: Readonly<Record<string, RequestListener>>,
  everyLink?: RequestListener,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  await using app = await openTestApp({ env });
  const server = createServer((asked, response) => {
    const { method = 'GET', url = '/' } = asked;
    const own = url.startsWith('/s/') ? (everyLink ?? replies[url]) : replies[url];
    if (own !== undefined) {
      own(asked, response);
      return;
    }
    asked.resume();
    void app.ask(method, url).then(async ({ status, headers, body }) => {
      response.writeHead(status, Object.fromEntries(headers));
      response.end(Buffer.from(await new Response(body).arrayBuffer()));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const checks = await examine(address, { env: {}, proxy: undefined, headers: undefined });
    return checks.flatMap(({ findings }) => findings.map(({ what }) => what));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A reply that is cut off in the middle. */
const cut: RequestListener = (_asked, response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('<!doctype html>', () => response.destroy());
};
const hasOthers = expect.arrayContaining([expect.stringMatching(/^SOTTO_PUBLIC_URL is /)]) as unknown;

test('a page that is cut off does not hide other problems', async () => {
  const findings = await found({ '/': cut });
  expect(findings).toContain('The page does not arrive completely (ECONNRESET).');
  expect(findings).toEqual(hasOthers);
});

test('a script that is cut off does not hide other problems', async () => {
  const page: RequestListener = (_asked, response) => {
    response.writeHead(200).end('<script src="/assets/a.js" integrity="sha384-x"></script>');
  };
  const findings = await found({ '/': page, '/assets/a.js': cut });
  expect(findings).toContain('/assets/a.js does not arrive completely (ECONNRESET).');
  expect(findings).toContain('The page arrives without its ETag: something in between rewrites it.');
  expect(findings).toEqual(hasOthers);
});

test('a service that replies only once, and compressed, counts as unreachable', async () => {
  let tries = 0;
  const config: RequestListener = (asked, response) => {
    tries += 1;
    if (tries > 1) cut(asked, response);
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end('');
  };
  expect(await found({ '/api/config': config })).toEqual([
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ cannot be reached \(ECONNRESET\)\.$/),
  ]);
});

test('a sign-in that guards the files of the operator’s brand is found', async () => {
  const shell: RequestListener = (_asked, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      '<meta name="base-path" content="/"><link rel="stylesheet" href="/brand/a.css" integrity="sha384-x" crossorigin>' +
        '<link rel="manifest" href="/brand/a.webmanifest"><img src="/brand/logo.svg" alt="A > B"><a href="/ask">Ask</a>',
    );
  };
  const signIn: RequestListener = (_asked, response) => void response.writeHead(401).end('Sign in');
  const guarded = ['/brand/a.css', '/brand/a.webmanifest', '/brand/logo.svg'];
  const findings = await found({ ...Object.fromEntries(guarded.map((path) => [path, signIn])), '/ask': signIn }, shell);
  for (const path of guarded)
    expect(findings).toContain(`${path} is not Sotto’s file (401): the pages of links need it.`);
  expect(findings.join('\n')).not.toContain('/ask is not');
});

test('a sign-in in front of the one for members is found only where members sign in', async () => {
  const signIn: RequestListener = (_asked, response) => void response.writeHead(401).end('Sign in');
  const guarded = { '/sign-in': signIn, '/signed-in': signIn };
  const members = { SOTTO_OIDC_ISSUER: 'https://id.invalid', SOTTO_OIDC_CLIENT_ID: 'sotto' };
  expect(await found(guarded, undefined, members)).toContain(
    'A sign-in in front of the service guards /sign-in, /signed-in: members have to pass it before they can sign in here.',
  );
  expect((await found({}, undefined, members)).join('\n')).not.toContain('in front of the service');
  expect((await found(guarded)).join('\n')).not.toContain('in front of the service');
});

test('the line about TLS claims only what was tried', () => {
  expect(tlsWords('https://example.org/a/')).toBe('The address uses TLS, and plain http does not reach the service.');
  expect(tlsWords('https://example.org:8443/')).toBe('The address uses TLS.');
  expect(tlsWords('http://localhost:3000/')).toBe('The address is on this machine, so it needs no TLS.');
});

test('an address at which something else replies comes with the advice to check its path', async () => {
  const server = createServer((_asked, response) => void response.writeHead(404).end('nothing')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const reached = await reach(address, { env: {}, proxy: undefined, headers: undefined });
  server.close();
  expect(reached).toMatchObject({ stranger: { fix: expect.stringContaining('with its path') as string } });
});
