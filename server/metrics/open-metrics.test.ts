import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { SHARE_OVERHEAD_BYTES } from '#server/records/file-body.ts';
import { keepReport } from '#server/records/report.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { RawConnection } from '#server/testing/raw-connection.ts';
import { testClient, createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { listenForScrapes } from './listen-for-scrapes.ts';
import { CUT_REASONS } from '#server/http/metrics.ts';
import { openMetrics } from './open-metrics.ts';

/** The lines of one metric, without its comments. */
const linesOf = (text: string, name: string): string[] => text.split('\n').filter((line) => line.startsWith(name));

test('requests are counted by pattern, creates by kind, openings in total, and refusals by code', async () => {
  await using app = await openTestApp();
  const { deps } = app;
  const metrics = openMetrics();
  const ask = testClient(deps, { metrics });
  const share = new TestShare(await deps.store.now(), { maxViews: 2 });
  await ask('PUT', sharePath(share), { bytes: createFrame(share) });
  await ask('PUT', sharePath(share), { bytes: createFrame(share) });
  const open = { linkProof: share.linkProof, openProof: share.openProof, claim: secret() };
  await ask('POST', sharePath(share, 'open'), { json: open });
  await ask('POST', sharePath(share, 'open'), { json: { ...open, linkProof: secret() } });
  await ask('PROPFIND', sharePath(share));
  await ask('GET', `/nowhere/${encodeId(share.id)}`);
  const text = await metrics.text(deps)();
  expect(linesOf(text, 'sotto_created_total')).toEqual(['sotto_created_total{kind="share"} 1']);
  expect(linesOf(text, 'sotto_opened_total')).toEqual(['sotto_opened_total 1']);
  expect(linesOf(text, 'sotto_refused_total').sort()).toEqual([
    'sotto_refused_total{code="method-not-allowed"} 1',
    'sotto_refused_total{code="not-found"} 2',
  ]);
  expect(linesOf(text, 'sotto_request_duration_seconds_count')).toContain(
    'sotto_request_duration_seconds_count{method="PUT",route="/api/shares/:id",status="2xx"} 2',
  );
  expect(text).toContain('method="other"');
  expect(text).toContain('sotto_build_info{version="');
  for (const told of [encodeId(share.id), share.linkProof, share.ownerProof, '192.0.2.1', 'PROPFIND', 'nowhere']) {
    expect(text).not.toContain(told);
  }
});

describe.each(dialects)('%s', (dialect) => {
  test('gauges are read at each scrape, and one that fails is left out', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const scrape = openMetrics().text(deps);
    expect(await scrape()).toContain('sotto_oldest_expired_age_seconds{scope="database"} 0');
    const { id } = await madeShare(deps, { sealedBytes: 2000, expiresAt: clock.now() + 3600 });
    for (const reason of ['malware', 'other'] as const) await deps.store.write((tx) => keepReport(tx, { id, reason }));
    const full = await scrape();
    expect(full).toContain('sotto_held_shares{kind="share",state="live",scope="database"} 1');
    expect(full).toContain('sotto_reports_open{scope="database"} 1');
    expect(full).toContain('sotto_held_shares{kind="request",state="live",scope="database"} 0');
    expect(full).toContain(`sotto_stored_bytes{scope="database"} ${2000 + SHARE_OVERHEAD_BYTES}\n`);
    expect(Number(/^sotto_free_bytes (.+)/m.exec(full)?.[1])).toBeGreaterThan(0);
    clock.advance(3660);
    expect(await scrape()).toContain('sotto_oldest_expired_age_seconds{scope="database"} 60');
    await sweep(deps);
    expect(await scrape()).toContain('sotto_clock_hold 0');
    clock.jump(86_400);
    expect(await scrape()).toContain('sotto_clock_hold 1');
    await deps.store.close();
    const closed = await scrape();
    expect(linesOf(closed, 'sotto_held_shares{')).toEqual([]);
    expect(linesOf(closed, 'sotto_oldest_expired_age_seconds{')).toEqual([]);
    expect(closed).toContain('sotto_quota_bytes{scope="database"} 0');
  });
});

test('every reason for closing a connection starts at 0 and is documented', async () => {
  await using testStore = await openTestStore('SQLite');
  const metrics = openMetrics();
  const scrape = metrics.text(testStore.deps);
  const counts = async () => linesOf(await scrape(), 'sotto_cut_off_total{');
  expect(await counts()).toEqual(CUT_REASONS.map((reason) => `sotto_cut_off_total{reason="${reason}"} 0`));
  metrics.cut('slow-body');
  expect(await counts()).toContain('sotto_cut_off_total{reason="slow-body"} 1');
  const documented = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  for (const reason of CUT_REASONS) expect(documented).toContain(`\`${reason}\``);
});

test('sweeps and groups are counted', async () => {
  await using testStore = await openTestStore('SQLite');
  const metrics = openMetrics();
  const scrape = metrics.text(testStore.deps);
  expect(await scrape()).toContain('sotto_last_sweep_timestamp_seconds 0');
  metrics.swept(0.2);
  metrics.sweepFailed();
  metrics.grouped(3);
  const text = await scrape();
  expect(text).toContain('sotto_sweep_duration_seconds_count 1');
  expect(text).toContain('sotto_sweep_failures_total 1');
  expect(text).toContain('sotto_group_commit_writes_bucket{le="4"} 1');
  expect(Number(/^sotto_last_sweep_timestamp_seconds (.+)/m.exec(text)?.[1])).toBeGreaterThan(1_700_000_000);
});

test('the listener serves only GET /metrics', async () => {
  const { port, drain } = await listenForScrapes(async () => 'told 1\n', { host: '127.0.0.1', port: 0 });
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  const metrics = await ask('/metrics');
  expect(await metrics.text()).toBe('told 1\n');
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const path of ['/', '/metrics/', '/metrics?x', '/healthz']) expect((await ask(path)).status).toBe(404);
  expect((await ask('/metrics', { method: 'POST' })).status).toBe(404);
  const connection = new RawConnection(port);
  const heads = ['Host: a\r\nHost: b', 'host: a\r\nHOST: a', 'Host: a/b', 'Host: a,b', 'Host:', 'X: none'];
  for (const head of heads) {
    expect(await connection.ask(Buffer.from(`GET /metrics HTTP/1.1\r\n${head}\r\n\r\n`)), head).toBe(400);
  }
  expect(await connection.ask(Buffer.from('GET /metrics HTTP/1.1\r\nHost: a:9464\r\n\r\n'))).toBe(200);
  connection.close();
  await expect(listenForScrapes(async () => '', { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  await drain();
});
