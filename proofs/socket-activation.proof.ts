import { expect, onTestFinished, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { loseNothing, REQUESTS } from './rig/lose-nothing.ts';
import { holdSocket } from './rig/hold-socket.ts';
import { makeStore } from './rig/stores.ts';

const env = { SOTTO_PUBLIC_URL: 'https://example.org/', SOTTO_TRUSTED_PROXIES: '127.0.0.1' };

test('connections that arrive while the only process restarts wait in the socket of systemd', async () => {
  const store = await makeStore('SQLite');
  onTestFinished(() => store.remove());
  const socket = await holdSocket();
  onTestFinished(socket.release);
  const settings = { ...store.env, ...env };
  const first = await socket.start(settings);
  const api = createApi({ baseUrl: `http://127.0.0.1:${socket.port}/`, attempts: 1 });
  const { version } = await api.config();
  expect(await socket.stop(first)).toBe(0);
  const waiting = api.config();
  await socket.start(settings);
  expect((await waiting).version).toBe(version);
});

test(`none of ${REQUESTS} requests is lost while two processes on one socket of systemd restart, without a proxy`, async () => {
  const store = await makeStore('PostgreSQL');
  onTestFinished(() => store.remove());
  const socket = await holdSocket();
  onTestFinished(socket.release);
  const settings = { ...store.env, ...env };
  const pids = [await socket.start(settings), await socket.start(settings)];
  await loseNothing(`http://127.0.0.1:${socket.port}/`, async () => {
    for (const pid of pids) {
      expect(await socket.stop(pid)).toBe(0);
      await socket.start(settings);
    }
  });
});
