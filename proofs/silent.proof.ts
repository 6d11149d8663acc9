import { expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { flood } from './rig/bad-requests.ts';
import { generatedBytes } from './rig/generated-bytes.ts';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import { finish, openFile, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const ADDRESS = '203.0.113.77';
const AGENT = 'agent-of-somebody';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
const FLOOD = 500;

interface OpenApi {
  readonly paths: Readonly<Record<string, object>>;
}

/** Every address in the API description, and some others. */
async function everyPath({ url }: RunningServer): Promise<string[]> {
  const document = (await (await fetch(`${url}api/openapi.json`)).json()) as OpenApi;
  return [...Object.keys(document.paths), '/', '/s/{id}', '/m/{id}', '/r/{id}', '/nowhere/{id}', '/api/{id}'];
}

/** Requests it with every method, with values that must not appear anywhere. @returns those values */
async function askBadly(server: RunningServer, path: string): Promise<string[]> {
  const told: string[] = [];
  for (const method of METHODS) {
    const { id } = makeShare({ maxViews: 1, expiresAt: 0 });
    const [proof, word, asked] = [randomSecret(), randomSecret(), randomSecret()];
    told.push(id, proof, word, asked);
    const address = `${server.url.slice(0, -1)}${path.replace('{id}', id).replace('{part}', word)}?q=${asked}`;
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: `{"linkProof":"${proof}","${word}":` };
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': ADDRESS, 'user-agent': AGENT };
    await (await fetch(address, { method, headers, ...body })).arrayBuffer();
  }
  return told;
}

/** The normal life of a text and of a file. @returns the values that must not be found */
async function liveWell({ api }: RunningServer): Promise<string[]> {
  const share = makeShare({ maxViews: 2, expiresAt: await expiryIn(api, 3600), hasPassword: true });
  const { id, linkProof, openProof, ownerProof } = share;
  const claim = randomSecret();
  await api.create(id, share.body);
  await refusal(api.open(id, { linkProof, openProof: randomSecret(), claim: randomSecret() }, { repeatable: false }));
  await api.open(id, { linkProof, openProof, claim }, { repeatable: false });
  await api.acknowledge(id, { linkProof, claim });
  await api.status(id, { ownerProof });
  await api.remove(id, { ownerProof });
  const sent = await sendFile(api, { file: generatedBytes('not in the log', 700_000), name: 'name-of-a-file.bin' });
  const opened = await openFile(api, sent.link);
  await finish(api, opened);
  const fragment = sent.link.split('#')[1] ?? '';
  return [id, toBase64url(share.idBytes), Buffer.from(share.idBytes).toString('hex'), linkProof, openProof, ownerProof]
    .concat([share.body.head.createProof, claim, opened.id, opened.claim, fragment, 'name-of-a-file'])
    .filter((text) => text !== '');
}

test('log and metrics contain nothing of a request, valid or not', async () => {
  const store = await makeStore('SQLite');
  const metricsPort = await freePort();
  const env = { ...store.env, SOTTO_LOG_LEVEL: 'info', SOTTO_METRICS_PORT: String(metricsPort) };
  const server = await startServer({ env });
  const secrets = [ADDRESS, AGENT, ...(await liveWell(server))];
  for (const path of await everyPath(server)) secrets.push(...(await askBadly(server, path)));
  await flood({ url: server.url, count: FLOOD });
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  await server.end('SIGTERM');

  const log = server.output().toString();
  expect(log.split('\n').length, 'every request is logged').toBeGreaterThan(FLOOD);
  expect(log).toContain('"route":"/api/shares/:id/open"');
  expect(metrics).toContain('route="/api/shares/:id/open"');
  expect(log.match(/"level":"error".*/)?.[0], 'no unexpected error').toBeUndefined();
  for (const secret of secrets) {
    expect(log.includes(secret), `${secret} in the log`).toBe(false);
    expect(metrics.includes(secret), `${secret} in the metrics`).toBe(false);
  }
  await store.remove();
});
