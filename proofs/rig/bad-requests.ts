import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { makeShare, randomSecret } from './make-share.ts';

export interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const json = { 'content-type': 'application/json' };
const bytes = { 'content-type': 'application/octet-stream' };
const id = () => makeShare({ maxViews: 1, expiresAt: 0 }).id;
const verbs = [
  'describe',
  'open',
  'renew',
  'acknowledge',
  'status',
  'unlock',
  'delete',
  'code',
  'recipients',
  'shorten',
];

const pick = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(Math.random() * items.length)] ?? items[0];

const texts = (): string =>
  pick([
    '',
    'null',
    'true',
    '0',
    '"',
    '{',
    '[]',
    '{}',
    '['.repeat(3000),
    '{"linkProof":'.repeat(500),
    '\u0000',
    '\ud800',
    `{"linkProof":null,"claim":1e999}`,
    `{"linkProof":"${'A'.repeat(42)}"}`,
    `{"linkProof":"${'A'.repeat(6000)}"}`,
    `{"linkProof":"${randomSecret()}","openProof":"${randomSecret()}","claim":"${randomSecret()}","extra":1}`,
    `{"__proto__":{"linkProof":"${randomSecret()}"}}`,
    JSON.stringify({ ownerProof: randomSecret() }),
    JSON.stringify({ linkProof: randomSecret() }),
    JSON.stringify({ linkProof: randomSecret(), openProof: randomSecret(), claim: randomSecret() }),
    JSON.stringify({ shares: Array.from({ length: 101 }, () => ({ id: id(), ownerProof: randomSecret() })) }),
    JSON.stringify({ shares: [{ id: '\u0000', ownerProof: randomSecret() }] }),
  ]);

const ids = (): string =>
  pick([id(), id(), '%00', '..%2f..%2f', 'x'.repeat(2000), '%ff', '%F0%9F%92%A9', '0', `${id()}1`]);

function frame(): Uint8Array {
  const { head } = makeShare({ maxViews: 1, expiresAt: 1 }).body;
  const text = pick([
    JSON.stringify(head),
    JSON.stringify({ ...head, extra: 1 }),
    '{}',
    'null',
    '['.repeat(4000),
    '\u0000',
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(pick([text.length, text.length, 0, 0xffff_ffff, text.length + 1_000_000]));
  return Buffer.concat([length, Buffer.from(text), randomBytes(pick([0, 1, 1072, 100_000]))]);
}

function badRequest(): BadRequest {
  const post = `/api/shares/${ids()}/${pick(['describe', ...verbs])}`;
  return pick<() => BadRequest>([
    () => ({ method: 'POST', path: post, headers: json, body: texts() }),
    () => ({ method: 'POST', path: '/api/shares/status', headers: json, body: texts().replace(/^.{0,2}$/, '[') }),
    () => ({ method: 'PUT', path: `/api/shares/${ids()}`, headers: bytes, body: frame() }),
    () => ({ method: 'PUT', path: `/api/shares/${ids()}`, headers: json, body: frame() }),
    () => ({ method: 'POST', path: post, headers: { 'content-type': 'text/plain' }, body: texts() }),
    () => ({ method: 'POST', path: post, headers: { ...json, 'content-encoding': 'gzip' }, body: randomBytes(200) }),
    () => ({ method: 'POST', path: post, headers: json, body: randomBytes(300) }),
    () => ({ method: pick(['GET', 'DELETE', 'PATCH', 'PUT']), path: post, headers: json, body: '' }),
    () => ({ method: 'POST', path: post, headers: { ...json, 'content-length': '10000000000' }, body: '{' }),
    () => ({
      method: 'PUT',
      path: `/api/shares/${id()}`,
      headers: { ...bytes, 'content-length': '1200000' },
      body: '',
    }),
    () => ({
      method: 'POST',
      path: post,
      headers: { ...json, 'transfer-encoding': 'chunked' },
      body: randomBytes(200_000),
    }),
    () => ({ method: 'GET', path: `/api/${pick(['', 'nothing', 'shares', '%00'])}`, headers: {}, body: '' }),
  ])();
}

export interface FloodOptions {
  readonly url: string;
  readonly count: number;
}

const CONNECTIONS = 24;
/** Built in advance, so that the flood costs the server and not the client. */
const POOL = 1_000;

/** @returns the count of each status; 0 for a connection that ended without a response */
export async function flood({ url, count }: FloodOptions): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const pool = Array.from({ length: POOL }, badRequest);
  const statuses = new Map<number, number>();
  let next = 0;
  const client = async () => {
    for (let bad = pool[next % POOL]; bad !== undefined && next < count; bad = pool[next % POOL]) {
      next += 1;
      const status = await send(agent, url, bad);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
  return statuses;
}

/** Settles with the response, even if part of the request was not read or sent. */
function send(agent: Agent, url: string, bad: BadRequest): Promise<number> {
  const { method, path, headers, body } = bad;
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const outgoing = request({ agent, hostname, port, method, path, headers }, (response) => {
      const { statusCode = 0 } = response;
      const whole = outgoing.writableFinished;
      response.resume().on('close', () => {
        if (!whole) outgoing.destroy();
        resolve(statusCode);
      });
    });
    // A server may close an idle connection just as it is reused. On a new connection that would be a missing response.
    outgoing.on('error', () => resolve(outgoing.reusedSocket ? send(agent, url, bad) : 0));
    if (Number(headers['content-length'] ?? 0) > body.length) outgoing.write(body || '\u0000');
    else outgoing.end(body);
  });
}
