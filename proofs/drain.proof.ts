import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { encodeFrame } from '#server/http/frame.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { expiryIn, makeShare } from './rig/make-share.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const BOUND_MS = 15_000;

async function refuses(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await Promise.race([once(socket, 'connect').then(() => false), once(socket, 'error').then(() => true)]);
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

async function answerOf(outgoing: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

test('after SIGTERM, running requests finish, new ones are refused, and the process ends in time', async () => {
  const store = await makeStore('SQLite');
  const metricsPort = await freePort();
  const server = await startServer({ env: { ...store.env, SOTTO_METRICS_PORT: String(metricsPort) } });
  const share = makeShare({ maxViews: 1, expiresAt: await expiryIn(server.api, 3600), sealedBytes: 100_000 });
  const frame = encodeFrame(share.body.head, Buffer.concat([share.body.note, share.body.sealed]));
  const create = request({
    port: server.port,
    method: 'PUT',
    path: `/api/shares/${share.id}`,
    agent: false,
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(frame.length) },
  });
  create.write(frame.subarray(0, 50_000));
  // A running request holds this connection; the probe follows on the same connection.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const probe = () => answerOf(request({ port: server.port, path: '/readyz', agent }).end());
  expect(await probe()).toMatchObject({ status: 200 });
  const probing = request({
    port: server.port,
    method: 'POST',
    path: '/api/shares/status',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': '2' },
  });
  probing.write('{');
  await once(probing, 'socket');
  expect(await metricsOf(metricsPort)).toContain('sotto_held_shares');

  const started = performance.now();
  const ended = server.end('SIGTERM');
  while (!(await refuses(server.port))) await delay(10);
  const status = answerOf(probing);
  const ready = probe();
  probing.end('}');
  expect(await status).toMatchObject({ status: 400 });
  // The connection may be closed before the probe is sent. No reply is as good as a refusal.
  expect(
    await ready.then(
      (answer) => answer.status,
      () => 'refused',
    ),
  ).toSatisfy((said: unknown) => said === 503 || said === 'refused');
  create.end(frame.subarray(50_000));
  expect(await answerOf(create)).toMatchObject({ status: 201 });
  await ended;
  expect(performance.now() - started).toBeLessThan(BOUND_MS);
  expect(server.exitCode()).toBe(0);
  expect(await refuses(metricsPort)).toBe(true);
  agent.destroy();

  const again = await startServer(store);
  expect(await again.api.status(share.id, { ownerProof: share.ownerProof })).toMatchObject({ state: 'live' });
  await again.end('SIGTERM');
  await store.remove();
});

async function metricsOf(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  return answer.text();
}
