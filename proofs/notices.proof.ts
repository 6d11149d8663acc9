import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CLAIM_SECONDS } from '#server/records/outbox-claim.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import { runSotto } from './rig/run-sotto.ts';
import { settableClock } from './rig/set-clock.ts';
import type { SetClock } from './rig/set-clock.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const POST_MS = 90_000;
const secret = randomBytes(32);

interface Post {
  readonly id: string;
  readonly body: { readonly type: string; readonly data: { readonly id: string; readonly openings: number } };
}

describe.each(storeKinds)('notices of a service that is killed with -9, on %s', (kind) => {
  let store: TestStore;
  let clock: SetClock;
  let server: RunningServer;
  let kills = 0;
  const posts: Post[] = [];
  let reply: (response: ServerResponse) => void = accept;
  const endpoint = createServer((request, response) => {
    void readPost(request).then((post) => {
      posts.push(post);
      reply(response);
    });
  });
  const env = () => ({
    ...store.env,
    ...clock.env,
    SOTTO_SERVER_KEY_FILE: join(store.dataDir, 'shared.key'),
    SOTTO_WEBHOOK_URL: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`,
    SOTTO_WEBHOOK_SECRET: `whsec_${secret.toString('base64')}`,
    SOTTO_AUDIT: join(store.dataDir, 'audit.log'),
  });

  beforeAll(async () => {
    store = await makeStore(kind);
    clock = await settableClock(store);
    writeFileSync(join(store.dataDir, 'shared.key'), randomBytes(32), { mode: 0o600 });
    endpoint.listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    server = await startServer({ env: env() });
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    endpoint.closeAllConnections();
    endpoint.close();
    await store.remove();
  });

  async function openOne(): Promise<string> {
    const { api } = server;
    const share = makeShare({ maxViews: 2, expiresAt: await expiryIn(api, 3600) });
    const { linkProof, openProof } = share;
    await api.create(share.id, share.body);
    await api.open(share.id, { linkProof, openProof, claim: randomSecret() }, { repeatable: false });
    return share.id;
  }
  /** Starts the service when the claims of its killed process have run out. */
  async function restart(): Promise<void> {
    kills += 1;
    await clock.set(kills * CLAIM_SECONDS);
    server = await startServer({ env: env() });
  }
  const postsOf = (id: string) => posts.filter(({ body }) => body.data.id === id);
  const untilPosted = (id: string, times: number) =>
    vi.waitFor(() => expect(postsOf(id)).toHaveLength(times), { timeout: POST_MS, interval: 100 });

  test('after the commit and before anything is sent: the notice is sent after the restart', async () => {
    const id = await openOne();
    await server.end('SIGKILL');
    const before = postsOf(id).length;
    await restart();
    await untilPosted(id, Math.max(1, before));
    expect(new Set(postsOf(id).map((post) => post.id)).size).toBe(1);
    expect(postsOf(id)[0]?.body).toMatchObject({ type: 'share.opened', data: { openings: 1 } });
  });

  test('after it was sent and before the reply: it is sent again under the same id, and then no more', async () => {
    const silent = Promise.withResolvers<undefined>();
    reply = () => silent.resolve(undefined);
    const id = await openOne();
    await silent.promise;
    await server.end('SIGKILL');
    reply = accept;
    await restart();
    await untilPosted(id, 2);
    expect(new Set(postsOf(id).map((post) => post.id)).size).toBe(1);
    const later = await openOne();
    await untilPosted(later, 1);
    expect(postsOf(id), 'a later notice has passed it').toHaveLength(2);
  });

  test('the audit file shows every opening, and verifies up to the kill', async () => {
    const { code, stdout } = await runSotto(['admin', 'audit', 'verify', '--json', env().SOTTO_AUDIT], env());
    expect(JSON.parse(stdout)).toMatchObject({ faults: [], runs: 3 });
    expect(code).toBe(0);
  });
});

function accept(response: ServerResponse): void {
  response.writeHead(204).end();
}

/** @throws Error if the signature is wrong */
async function readPost(request: IncomingMessage): Promise<Post> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces).toString();
  const [id, timestamp] = [String(request.headers['webhook-id']), String(request.headers['webhook-timestamp'])];
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  if (request.headers['webhook-signature'] !== `v1,${mac}`) throw new Error('A signature is wrong.');
  return { id, body: JSON.parse(body) as Post['body'] };
}
