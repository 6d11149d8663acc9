import { expect, test } from 'vitest';
import { proxyFault, proxyFor } from './proxy.ts';

const shownFor = (env: Record<string, string>, address = 'https://a.sotto.example/') => proxyFor(env, address)?.shown;

test.each<[Record<string, string>, string, string | undefined]>([
  [{ HTTPS_PROXY: 'http://px:3128' }, 'https://a.sotto.example/', 'http://px:3128 (HTTPS_PROXY)'],
  [{ https_proxy: 'px:3128', HTTPS_PROXY: 'other:1' }, 'https://a.sotto.example/', 'http://px:3128 (https_proxy)'],
  [{ https_proxy: '', HTTPS_PROXY: 'other:1' }, 'https://a.sotto.example/', undefined],
  [{ HTTPS_PROXY: 'https://me:hunter2@px/' }, 'https://a.sotto.example/', 'https://px (HTTPS_PROXY)'],
  [{ HTTP_PROXY: 'px' }, 'http://a.sotto.example/', 'http://px (HTTP_PROXY)'],
  [{ HTTP_PROXY: 'px' }, 'https://a.sotto.example/', undefined],
  [{ HTTPS_PROXY: 'px' }, 'http://a.sotto.example/', undefined],
  [{ ALL_PROXY: 'px' }, 'https://a.sotto.example/', undefined],
])('with %j, the proxy for %s is %s', (env, address, shown) => {
  expect(shownFor(env, address)).toBe(shown);
});

test.each([
  ['sotto.example', 'https://sotto.example/'],
  ['sotto.example', 'https://a.b.sotto.example/'],
  ['.sotto.example', 'https://a.sotto.example/'],
  ['.sotto.example', 'https://sotto.example/'],
  ['*.sotto.example', 'https://a.sotto.example/'],
  ['x, SOTTO.example', 'https://sotto.EXAMPLE./'],
  ['x sotto.example:443', 'https://sotto.example/'],
  ['sotto.example:8443', 'https://sotto.example:8443/'],
  ['*', 'https://sotto.example/'],
  ['10.1.2.3', 'https://10.1.2.3/'],
  ['10.0.0.0/8', 'https://10.1.2.3/'],
  ['10.1.2.3:443', 'https://10.1.2.3/'],
  ['fd00::1', 'https://[fd00::1]/'],
  ['[fd00::1]', 'https://[fd00::1]/'],
  ['[fd00::1]:443', 'https://[fd00::1]/'],
  ['fd00::/8', 'https://[fd00::1]/'],
  ['', 'https://localhost/'],
  ['', 'https://a.localhost:8/'],
  ['', 'https://127.0.0.53/'],
  ['', 'https://[::1]/'],
])('NO_PROXY=%s excludes %s', (list, address) => {
  expect(shownFor({ HTTPS_PROXY: 'px', NO_PROXY: list }, address)).toBeUndefined();
});

test.each([
  ['sotto.example', 'https://evilsotto.example/'],
  ['a.sotto.example', 'https://sotto.example/'],
  ['sotto.example:8443', 'https://sotto.example/'],
  ['10.0.0.0/8', 'https://11.1.2.3/'],
  ['10.1.2.3', 'https://10.1.2.30/'],
  ['::/0', 'https://10.1.2.3/'],
  ['10.0.0.0/99, nonsense/8, :, [, ]:1, .', 'https://10.1.2.3/'],
  ['localhost', 'https://localhost.evil.example/'],
  ['no_proxy', 'https://sotto.example/'],
])('NO_PROXY=%s does not exclude %s', (list, address) => {
  expect(shownFor({ HTTPS_PROXY: 'px', no_proxy: list, NO_PROXY: '*' }, address)).toBe('http://px (HTTPS_PROXY)');
});

const wrongProxies = [
  ...['socks5://me:hunter2@px:1', 'socks://px', 'ftp://px', 'http://', 'http://me:hunter2@', '::', 'px:hunter2'],
  ...['http://me:hunter2%zz@px', 'http://me:%@px', 'me%1:hunter2@px', 'http://me:hunter2#@px', 'http://me:hunter2/@px'],
  ...[
    'http://px/hunter2',
    'http://px?hunter2',
    'http://px/#hunter2',
    'http://me:hunter2?x@px',
    'http://m e:hunter2@px',
  ],
];
test.each(wrongProxies)('the proxy %s is refused without repeating its password', (value) => {
  const failed = (() => {
    try {
      return shownFor({ HTTPS_PROXY: value });
    } catch (error) {
      return error;
    }
  })();
  expect(failed).toMatchObject({ name: 'Failure', exit: 'misused' });
  expect(String(failed)).not.toContain('hunter2');
});

test('with an https proxy, the message names both certificates', () => {
  const proxy = proxyFor({ HTTPS_PROXY: 'https://me:hunter2@px:1' }, 'https://sotto.example/');
  if (proxy === undefined) throw new Error('No proxy was found.');
  for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED']) {
    const fault = proxyFault(proxy, new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }));
    expect(fault?.message, code).toContain('the proxy https://px:1 (HTTPS_PROXY), or that of the server');
  }
});

test('an error through a proxy names the proxy, except for the certificate of the server', () => {
  const proxy = proxyFor({ HTTPS_PROXY: 'http://me:hunter2@px:1' }, 'https://sotto.example/');
  if (proxy === undefined) throw new Error('No proxy was found.');
  const faultOf = (error: Error) => proxyFault(proxy, new TypeError('fetch failed', { cause: error }))?.message;
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(faultOf(refused)).toContain('http://px:1 (HTTPS_PROXY) cannot be reached');
  expect(faultOf(new Error('Proxy response (407) !== 200 when HTTP Tunneling'))).toContain('(407)');
  expect(faultOf(new Error('Proxy response (502) !== 200 when HTTP Tunneling'))).toContain('(502)');
  expect(faultOf(Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }))).toBeUndefined();
  const other = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  expect(faultOf(other)).toContain('through the proxy http://px:1 (HTTPS_PROXY)');
});
