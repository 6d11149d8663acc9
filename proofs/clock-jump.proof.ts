import { expect, test } from 'vitest';
import { newClaim } from '#client/open.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { expiryIn, makeShare } from './rig/make-share.ts';
import { partsOnDisk } from './rig/parts-on-disk.ts';
import { runSotto } from './rig/run-sotto.ts';
import { settableClock } from './rig/set-clock.ts';
import { openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import { countSlots } from './rig/slots.ts';
import { administer, makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;
const FILE_BYTES = 3_000_000;

/** How many shares still have their key, read directly from storage. */
async function keysIn({ dataDir, env }: TestStore): Promise<number> {
  const databaseUrl = env['SOTTO_DATABASE_URL'];
  if (databaseUrl !== undefined) return (await administer(databaseUrl, 'select from erasure_key')).length;
  const { live, withoutKey, notErased } = countSlots(dataDir);
  return live - withoutKey + notErased;
}

test.each(storeKinds)(
  '%s: a clock that is a year ahead for a minute costs no share, in a running service, after kill -9 and in a command',
  async (kind) => {
    const store = await makeStore(kind);
    const clock = await settableClock(store);
    const metricsPort = await freePort();
    const env = { ...store.env, ...clock.env };
    const settings = { ...env, SOTTO_LOG_LEVEL: 'warn', SOTTO_METRICS_PORT: String(metricsPort) };
    const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const first = await startServer({ env: settings });
    const share = makeShare({ maxViews: 1, expiresAt: await expiryIn(first.api, HOUR) });
    await first.api.create(share.id, share.body);
    const file = generatedBytes('a year ahead', FILE_BYTES);
    const sent = await sendFile(first.api, { file });
    expect(await metrics()).toContain('sotto_clock_hold 0');

    await clock.set(YEAR);
    await expect.poll(() => first.output().toString(), { timeout: 60_000 }).toContain('the clock jumped ahead');
    const swept = await runSotto(['admin', 'sweep'], env);
    expect(swept).toMatchObject({ code: 1, stderr: expect.stringContaining('365 days later than expected') as string });
    const machine = kind === 'PostgreSQL' ? 'the database’s machine' : 'this machine';
    expect((await runSotto(['admin', 'doctor'], env)).stdout).toContain(`Correct the clock of ${machine}`);
    await first.end('SIGKILL');
    const second = await startServer({ env: settings, port: first.port });
    await expect.poll(() => second.output().toString(), { timeout: 60_000 }).toContain('the clock jumped ahead');
    expect(await metrics()).toContain('sotto_clock_hold 1');
    for (const probe of ['healthz', 'readyz']) expect((await fetch(`${second.url}${probe}`)).status, probe).toBe(200);
    const { linkProof, openProof } = share;
    const open = () => second.api.open(share.id, { linkProof, openProof, claim: newClaim() }, { repeatable: false });
    await expect(open()).rejects.toMatchObject({ code: 'ended', members: { state: 'expired' } });
    expect(await keysIn(store)).toBe(2);

    await clock.set(0);
    expect(Buffer.from((await open()).sealed).equals(share.body.sealed)).toBe(true);
    const opened = await openFile(second.api, sent.link);
    expect(await sha256Of(readWhole(second.api, opened))).toBe(await sha256OfGenerated(file));
    expect((await runSotto(['admin', 'sweep'], env)).code).toBe(0);

    await clock.set(YEAR);
    expect((await runSotto(['admin', 'clock', 'accept'], env)).stdout).toContain('Accepted');
    expect((await runSotto(['admin', 'sweep'], env)).code).toBe(0);
    expect(await keysIn(store)).toBe(0);
    expect(partsOnDisk(store.dataDir)).toEqual([]);
    await second.end('SIGTERM');
    await store.remove();
  },
);
