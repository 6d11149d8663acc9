import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { openTestApp, sharePath } from '#server/testing/test-app.ts';
import { randomClaim, uploaded } from '#server/testing/test-upload.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { listen } from '#server/http/listen.ts';
import { silentLog } from '#server/http/log.ts';

const MAX_OF_ONE_CLIENT = 64;

test('the number of readers that read nothing is limited until some of them leave', async () => {
  await using app = await openTestApp();
  const upload = await uploaded(app.deps, { bodyBytes: 16 * ENCRYPTED_CHUNK_BYTES });
  const claim = randomClaim();
  await upload.share.open(app.deps, claim);
  const deps = { ...app.deps, config: parseConfig({ SOTTO_PORT: '0' }) };
  const listening = await listen(createApp(deps), deps.config, silentLog);
  const message = JSON.stringify({ linkProof: upload.share.linkProof, claim, from: 0, chunks: 16 });
  const head = [
    `POST ${sharePath(upload.share, 'body')} HTTP/1.1`,
    'host: x',
    'content-type: application/json',
    `content-length: ${message.length}`,
  ];
  const ask = async (): Promise<{ socket: Socket; status: number }> => {
    const socket = connect(listening.port, '127.0.0.1');
    socket.write(`${head.join('\r\n')}\r\n\r\n${message}`);
    await once(socket, 'readable');
    return { socket, status: Number(String(socket.read(12)).split(' ')[1]) };
  };
  const readers = await Promise.all(Array.from({ length: MAX_OF_ONE_CLIENT }, ask));
  expect(new Set(readers.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await ask();
  expect(refused.status).toBe(503);
  readers.forEach(({ socket }) => socket.destroy());
  await expect
    .poll(async () => {
      const { socket, status } = await ask();
      socket.destroy();
      return status;
    })
    .toBe(200);
  refused.socket.destroy();
  await listening.drain();
});
