import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, auditSettled } from './rig/audit.ts';
import { runLoad } from './rig/load.ts';
import type { History } from './rig/load.ts';
import { expiryIn } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { countSlots } from './rig/slots.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { StoreKind, TestStore } from './rig/stores.ts';

const CLIENTS = 12;
/** The longest time under load before a kill. */
const MAX_LOAD_MS = 600;

const rounds: Readonly<Record<StoreKind, number>> = {
  SQLite: bySize({ ci: 6, full: 50 }),
  PostgreSQL: bySize({ ci: 2, full: 10 }),
};

describe.each(storeKinds)('kill -9 under load, on %s', (kind) => {
  let store: TestStore;
  let server: RunningServer;

  beforeAll(async () => {
    store = await makeStore(kind);
    server = await startServer(store);
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await store.remove();
  });

  async function loadUntilKilled(histories: History[]): Promise<void> {
    const load = { api: server.api, expiresAt: await expiryIn(server.api, 86_000), histories };
    const clients = Array.from({ length: CLIENTS }, () => runLoad(load));
    await delay(Math.random() * MAX_LOAD_MS);
    await server.end('SIGKILL');
    await Promise.all(clients);
  }

  test(`loses nothing and spends nothing twice, ${rounds[kind]} times`, async () => {
    const all: History[] = [];
    for (let round = 0; round < rounds[kind]; round++) {
      const touched: History[] = [];
      await loadUntilKilled(touched);
      if (kind === 'SQLite') expect(countSlots(store.dataDir), `round ${round}`).toMatchObject({ withoutKey: 0 });
      server = await startServer(store);
      if (kind === 'SQLite') expect(countSlots(store.dataDir), `round ${round}`).toMatchObject({ notErased: 0 });
      for (const history of touched) await audit(server.api, history);
      all.push(...touched);
    }
    for (const history of all) await auditSettled(server.api, history);
    expect(all.length).toBeGreaterThan(rounds[kind]);
  });
});
