import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { readStats } from '#cli/admin/stats.ts';
import type { ObjectName } from '#server/blobs/s3/object-ledger.ts';
import type { Deps } from '#server/deps.ts';
import { reconcileFileBodies } from '#server/file-bodies/reconcile-file-bodies.ts';
import { ledgerOf } from '#server/records/object-ledger.ts';
import { reapOrphans } from '#server/records/remove-file-body.ts';
import { findFirstLapse } from '#server/records/reservation-total.ts';
import { noMetrics } from '#server/http/metrics.ts';
import type { Replied } from '#server/http/metrics.ts';
import { openMetrics } from '#server/metrics/open-metrics.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { everyRouteEnv, useEveryRoute } from '#server/testing/every-route.ts';
import { recordStatements } from '#server/testing/recorded-statements.ts';
import type { RecordedStatement } from '#server/testing/recorded-statements.ts';
import { testClient, openTestApp } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { dialects } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import { createToken } from '#server/tokens/create-token.ts';

/**
 * Records every statement that the running service executes: for every route, a scrape, the statistics, a start and the
 * sweep. The database then explains how it would find the rows. New statements are covered automatically.
 */
const DAY = 24 * 3600;

const env = {
  SOTTO_STORAGE_QUOTA_MB: '900',
  SOTTO_CLIENT_QUOTA_MB: '500',
  SOTTO_MIN_FREE_MB: '0',
  SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
  ...everyRouteEnv,
};

interface Recorded extends AsyncDisposable {
  readonly app: TestApp;
  /** `PUT /api/shares/:id`, the successful ones. */
  readonly used: ReadonlySet<string>;
  readonly statements: readonly RecordedStatement[];
}

async function everyStatement(dialect: TestDialect): Promise<Recorded> {
  const app = await openTestApp({ dialect, env });
  using recording = recordStatements(dialect);
  const { deps, testStore } = app;
  const used = new Set<string>();
  const replied = ({ method, route, status }: Replied) => {
    if (status < 300) used.add(`${method} ${route}`);
  };
  await useEveryRoute(testClient(deps, { metrics: { ...noMetrics, replied } }), testStore.clock.now());
  const token = await createToken(deps, { label: 'one' });
  const policy = { ...deps.config.policy, create: 'token' as const };
  const withTokens = testClient({ ...deps, config: { ...deps.config, policy } });
  await useEveryRoute(withTokens, testStore.clock.now(), { authorization: `Bearer ${token?.token ?? ''}` });
  // A refused upload runs this query.
  await findFirstLapse(deps.store.read);
  await useLedger(deps);
  const restarted = await testStore.open();
  await reconcileFileBodies({ ...deps, store: restarted }, false);
  await restarted.close();
  const scrape = openMetrics().text(deps);
  for (const days of [0, 0.1, 1, 1, 40, 40]) {
    testStore.clock.advance(days * DAY);
    await scrape();
    await readStats(deps);
    await sweep(deps);
    await reapOrphans(deps);
  }
  const statements = recording
    .statements()
    .filter(({ text }) => /^\s*(with|select|insert|update|delete)\b/i.test(text));
  return { app, used, statements, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

/** Every statement about files in a bucket. */
async function useLedger({ store }: Deps): Promise<void> {
  const ledger = ledgerOf(store);
  const content = { length: 1, digest: new Uint8Array(32) };
  const names = ['one', 'two', 'three'].map((object) => ({ body: 'abc', object }));
  const [one, two, three] = names as [ObjectName, ObjectName, ObjectName];
  await ledger.databaseName();
  for (const name of names) await ledger.begin(name);
  for (const name of [one, two]) await ledger.keep({ ...name, part: 0 }, content);
  await ledger.discard(three, 0);
  await ledger.find({ body: 'abc', part: 0 });
  await ledger.list('abc');
  await ledger.findBodies(['abc']);
  await ledger.pageOfBodies('', 10);
  await ledger.findKnown(names);
  await ledger.discardBody('abc');
  await ledger.discardOlderThan(60);
  await ledger.postpone([three], 0);
  for (const body of [undefined, 'abc']) await ledger.findDue(10, body);
  await ledger.forget(names);
  await ledger.keepsAny();
}

interface Path {
  readonly text: string;
  /** The database's description of how it finds the rows of one table. */
  readonly path: string;
}

/** Plans that read about as many rows as they return, or only the rows of one record. */
const quickOnSqlite: ReadonlyArray<readonly [path: RegExp, text: RegExp, reason: string]> = [
  [/\((id|share_id|request_id|hash)=\?/, /./, 'the rows of one record'],
  [/ body_name=\?| \(body_name=\?\)/, /./, 'the row of one body'],
  [/ share_body \(body_name>\?/, / limit /, 'a page of bodies, in their order'],
  [/\((slot|rowid)[>=]/, /"?slot"?( =| >=|>=) ?\?|free_slot/, 'the row of one slot, or those behind the last'],
  [/autoindex_share_2 \(slot>\?\)/, / limit /, 'a page of slots, at a start'],
  [/(autoindex_share_2|free_slot)$/, /(min|max)\("?slot"?\)/, 'one end of an index'],
  [/ share_(due|forgotten|dead_body) \(/, / limit /, 'as many as one batch holds, in the order of the index'],
  [/ share_slot_to_free/, / limit /, 'as many as one batch holds, in the order of the index'],
  [/^SEARCH (tally|day_key) /, /"?day"? = | limit |delete from "day_key"/, 'a day, and as many as one batch holds'],
  [/ reservation_until \(until</, / limit /, 'as many as one batch holds, in the order of the index'],
  [
    / reservation_total .*\(name=\? AND until>\? AND until<\?\)/,
    /./,
    'one row for each second of the next ten minutes',
  ],
  [
    /^SEARCH old USING INDEX code_ask_last_asked/,
    /^delete from "code_ask".* limit /,
    'claims that are long over, a batch at a time',
  ],
  [/\((state_hash|jti_tag)=\?/, /./, 'the rows of one sign-in'],
  [
    /^SEARCH old USING INDEX (sign_in_until|session_expires|logout_token_until)/,
    /^delete from .* limit /,
    'what is over, a batch at a time',
  ],
  [/^SEARCH outbox USING INDEX outbox_due/, /^delete from "outbox"/, 'rows that are long overdue'],
  [/^SEARCH (file_part|loose_object) .*\(body=\?/, /./, 'the parts of one file body'],
  [/^SEARCH (file_part|loose_object) .*body>\?\)/, / limit /, 'a page of bodies, in their order'],
  [/^SEARCH loose_object .* loose_object_due \(delete_at/, /./, 'objects that are being written, or a batch to delete'],
  [/^SEARCH token /, /./, 'tokens, of which there are as many as the operator made'],
];
/** Each beat of two seconds empties it, and a count of it is bounded. */
const isOutbox = ({ text, path }: Path): boolean =>
  /^(SCAN|Seq Scan) (outbox|waiting)$/.test(path) && / limit /.test(text);
/** Reads the first row that it finds. */
const isAny = ({ text }: Path): boolean => text.startsWith('select 1 as "any" from "file_part" limit');
const small = /^(SCAN|SEARCH) (share_total|server_clock|migration|token|database_id|move|CONSTANT ROW|\()/;

function pathsOnSqlite(path: string, statements: readonly RecordedStatement[]): Path[] {
  const database = new SqliteDatabase(path, { readonly: true });
  const paths = statements.flatMap(({ text }) => {
    const plan = database.prepare<unknown[], { detail: string }>(`explain query plan ${text}`);
    const unknowns = Array.from({ length: text.split('?').length - 1 }, () => null);
    return plan.all(...unknowns).map(({ detail }) => ({ text, path: detail }));
  });
  database.close();
  return paths.filter(({ path }) => /^(SCAN|SEARCH) /.test(path));
}

const isSlowOnSqlite = ({ text, path }: Path): boolean =>
  !small.test(path) &&
  !isOutbox({ text, path }) &&
  !isAny({ text, path }) &&
  // Rows that are being inserted.
  !/^SCAN \d+-ROW VALUES CLAUSE$/.test(path) &&
  !quickOnSqlite.some(([quick, of]) => quick.test(path) && of.test(text) && !path.startsWith('SCAN'));

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Enough rows to make an index worthwhile. They need no random bytes, because nothing opens them. */
const FILL = `
  insert into share (id, state, link_hash, owner_hash, kdf, max_views, views_spent, attempts, attempt_limit, on_limit,
    size_bytes, body_name, created_at, expires_at, ended_at, due_at)
  select decode(md5('share ' || i), 'hex'), case when i % 2 = 0 then 'live' else 'spent' end, '', '', 0, 1, 0, 0, 5, 'lock',
    1000, 'body ' || i, i, 1800000000 + i, case when i % 2 = 0 then null else i end, 2000000000 + i
  from generate_series(1, 4000) i;
  insert into content (share_id, preamble, sealed) select id, '', '' from share where state = 'live' on conflict do nothing;
  insert into opening (share_id, seq, opened_at, lease_until, lease_cap)
  select id, seq, 0, 0, 0 from share, generate_series(1001, 1003) seq;
  insert into request (share_id, max_answers, answers, answer_ttl, keep)
  select id, 1, 0, 1, 'expiry' from share where size_bytes = 1000;
  insert into answer (share_id, request_id) select id, id from share where size_bytes = 1000;
  insert into report (share_id, reason, count, first_at, last_at) select id, 'filler', 1, 0, 0 from share;
  insert into tally (day, account_hash, amount) select 20000, decode(md5('account ' || i), 'hex'), 1 from generate_series(1, 4000) i;
  insert into reservation (share_id, bytes, until) select id, 1, 2000000000 from share where size_bytes = 1000 on conflict do nothing;
  insert into file_part (body, part, object, length, digest) select 'body ' || i, 0, 'x', 1, '' from generate_series(1, 4000) i;
  insert into loose_object (body, object, begun_at, delete_at)
  select 'loose ' || i, 'x', i, case when i % 2 = 0 then null else i end from generate_series(1, 4000) i;
  insert into erasure_key (share_id, key) select id, '' from share where size_bytes = 1000;
  analyze`;

/** Finds full scans of a table or an index that have an alternative. */
async function scansOnPostgres(databaseUrl: string, statements: readonly RecordedStatement[]): Promise<Path[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('set default_transaction_read_only = off');
  await client.query(FILL);
  await client.query('set enable_seqscan = off');
  const scans: Path[] = [];
  for (const { text, values } of statements) {
    const explained = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${text}`, [
      ...values,
    ]);
    for (const node of nodesOf(explained.rows[0]?.['QUERY PLAN'][0].Plan ?? { 'Node Type': 'none' })) {
      const [kind, index] = [node['Node Type'], node['Index Name']];
      const isScan = kind === 'Seq Scan' || (kind.includes('Index') && node['Index Cond'] === undefined);
      if (isScan) scans.push({ text, path: `${kind} ${node['Relation Name'] ?? index ?? ''}` });
    }
  }
  await client.end();
  return scans;
}

const allowedOnPostgres: ReadonlyArray<readonly [path: RegExp, text: RegExp, reason: string]> = [
  [/share_total/, /./, 'fourteen rows, and those that came since the last fold'],
  [/migration|server_clock|token|database_id|key_folder| move$/, /./, 'small tables'],
  [/Index.* reservation/, /lapsed.* limit/, 'a batch of them, found by their time'],
  [/Index.* code_ask/, /"old".* limit/, 'a batch of them, found by their time'],
  [/Index.* (sign_in|session|logout_token)/, /"old".* limit/, 'a batch of them, found by their time'],
  [/reservation_change/, /^with "gone"/, 'the changes since the last fold'],
  [/Index.* reservation_total/, /"bytes" = 0/, 'an index of nothing but these rows'],
  [/Index.* share/, /"ended_at" is not null and "body_name" is not null .*limit/, 'an index of nothing but these rows'],
];

describe.each(dialects)('%s', (dialect) => {
  test('no statement reads a whole growing table, neither for a request nor in the background', async () => {
    await using recorded = await everyStatement(dialect);
    const { app, used, statements } = recorded;
    const document = (await (await app.ask('GET', '/api/openapi.json')).json()) as { paths: Record<string, object> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect([...used]).toEqual(expect.arrayContaining(routes));
    expect(statements.length).toBeGreaterThan(80);
    if (dialect === 'SQLite') {
      const paths = pathsOnSqlite(join(app.testStore.dataDir, 'sotto.db'), statements);
      expect(paths.length).toBeGreaterThan(80);
      expect(paths.filter(isSlowOnSqlite)).toEqual([]);
      return;
    }
    const scans = await scansOnPostgres(app.testStore.databaseUrl ?? '', statements);
    expect(
      scans.filter(
        (scan) =>
          !isOutbox(scan) &&
          !isAny(scan) &&
          !allowedOnPostgres.some(([path, text]) => path.test(scan.path) && text.test(scan.text)),
      ),
    ).toEqual([]);
  });
});
