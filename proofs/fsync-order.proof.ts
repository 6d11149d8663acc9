import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeId } from '#crypto/ids.ts';
import { fromBase64url } from '#crypto/bytes.ts';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import { mayInstall, readTrace, tracer, whyNoTracer } from './rig/trace.ts';
import type { Call } from './rig/trace.ts';

/**
 * A kill keeps the page cache, so kill.proof.ts cannot show that data was durable before the reply. The kernel can: here
 * are its writes, its syncs, and the time of each reply.
 */
const atOnce = bySize({ ci: 32, full: 100 });

interface Exchange {
  readonly verb: string;
  readonly id: string;
  readonly status: number;
  /** Position after the request was read. */
  readonly asked: number;
  /** Position before the reply was written. */
  readonly answered: number;
}

const isWrite = ({ name }: Call) => /^(write|writev|pwrite64|sendto|sendmsg)$/.test(name);
const isRead = ({ name }: Call) => /^(read|readv|recvfrom)$/.test(name);
const isSync = ({ name }: Call) => /^f(data)?sync$/.test(name);

/** Pairs requests with replies: a keep-alive connection carries one at a time. */
function exchangesOf(calls: readonly Call[]): Exchange[] {
  const asked = new Map<string, { verb: string; id: string; at: number }>();
  const exchanges: Exchange[] = [];
  for (const call of calls.filter(({ path }) => /^(socket|TCP)/.test(path))) {
    const text = call.bytes.toString('latin1');
    const [, method, id = '', verb = ''] = /^(PUT|POST) \/api\/shares\/(\w+)(?:\/(\w+))? HTTP/.exec(text) ?? [];
    if (isRead(call) && method) asked.set(call.path, { verb: verb || 'create', id, at: call.end });
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
    const request = asked.get(call.path);
    if (!isWrite(call) || status === 0 || !request) continue;
    exchanges.push({ ...request, status, asked: request.at, answered: call.begin });
    asked.delete(call.path);
  }
  return exchanges;
}

class Trace {
  readonly exchanges: readonly Exchange[];
  readonly #slots: readonly Call[];
  readonly #log: readonly Call[];

  constructor(calls: readonly Call[]) {
    this.exchanges = exchangesOf(calls);
    this.#slots = calls.filter(({ path, succeeded }) => path.endsWith('/keys.slots') && succeeded).flatMap(recordsOf);
    this.#log = calls.filter(({ path, succeeded }) => path.endsWith('/sotto.db-wal') && succeeded);
  }

  /** The first sync that started after `position` and ended before `until`. */
  #syncAfter(calls: readonly Call[], position: number, until: number): Call | undefined {
    return calls.find((call) => isSync(call) && call.begin > position && call.end < until);
  }

  /** @returns when the log was durable with `marker`, written after `from` and synced before `until`. */
  committed(marker: Buffer, from: number, until: number): { written: number; durable: number } | undefined {
    for (const write of this.#log) {
      if (!isWrite(write) || write.begin < from || write.end > until || !write.bytes.includes(marker)) continue;
      const sync = this.#syncAfter(this.#log, write.end, until);
      if (sync) return { written: write.begin, durable: sync.end };
    }
    return undefined;
  }

  keyWrite(id: Uint8Array): Call | undefined {
    return this.#slots.find((call) => isWrite(call) && call.bytes.subarray(0, id.length).equals(id));
  }

  keyDurableBefore(id: Uint8Array, until: number): boolean {
    const write = this.keyWrite(id);
    return write !== undefined && this.#syncAfter(this.#slots, write.end, until) !== undefined;
  }

  keyErased(id: Uint8Array, from: number, until: number): boolean {
    const offset = this.keyWrite(id)?.offset;
    const zeros = this.#slots.filter(
      (call) => isWrite(call) && call.offset === offset && call.begin > from && call.bytes.every((byte) => byte === 0),
    );
    return zeros.some((write) => this.#syncAfter(this.#slots, write.end, until) !== undefined);
  }
}

const RECORD_BYTES = 64;

/** Adjacent slots are one write; each is checked separately. */
function recordsOf(call: Call): Call[] {
  if (!isWrite(call)) return [call];
  return Array.from({ length: call.bytes.length / RECORD_BYTES }, (_, at) => ({
    ...call,
    bytes: call.bytes.subarray(at * RECORD_BYTES, (at + 1) * RECORD_BYTES),
    offset: call.offset + at * RECORD_BYTES,
  }));
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function idBytes(id: string): Buffer {
  const bytes = decodeId(id);
  if (!bytes) throw new Error(`not an id: ${id}`);
  return Buffer.from(bytes);
}

/** In sequence, then all at once, so that the trace contains both single and grouped writes. */
async function drive({ api }: RunningServer): Promise<Map<string, string>> {
  const expiresAt = await expiryIn(api, 3600);
  const claims = new Map<string, string>();
  const live = async (share: TestShare, end: 'acknowledge' | 'delete') => {
    const { id, linkProof, openProof, ownerProof } = share;
    await api.create(id, share.body);
    const claim = randomSecret();
    claims.set(id, claim);
    const wrong = { linkProof, openProof: randomSecret(), claim: randomSecret() };
    expect(await refusal(api.open(id, wrong, { repeatable: false }))).toBe('wrong-password');
    await api.open(id, { linkProof, openProof, claim }, { repeatable: false });
    if (end === 'acknowledge') await api.acknowledge(id, { linkProof, claim });
    else await api.remove(id, { ownerProof });
  };
  const share = () => makeShare({ maxViews: 1, expiresAt, hasPassword: true });
  await live(share(), 'acknowledge');
  await live(share(), 'delete');
  await Promise.all(Array.from({ length: atOnce }, (_, i) => live(share(), i % 2 ? 'delete' : 'acknowledge')));
  return claims;
}

test('every reply leaves after the state that it reports is durable', async ({ annotate }) => {
  const reason = await whyNoTracer();
  if (reason !== undefined) {
    expect(mayInstall(), `${reason}: as root on Linux that is a fault of this machine`).toBe(false);
    await annotate(`NOT PROVED: ${reason}`, 'warning');
    process.stderr.write(`\nNOT PROVED here, the order of syncs and answers: ${reason}\n`);
    return;
  }
  const store = await makeStore('SQLite');
  const output = join(store.dataDir, 'trace');
  const server = await startServer({ env: store.env, under: tracer(output) });
  const claims = await drive(server);
  await server.end('SIGTERM');
  const trace = new Trace(readTrace(output));

  const counts: Record<string, number> = {};
  for (const { verb, id, status, asked, answered } of trace.exchanges) {
    const key = `${verb} ${status}`;
    counts[key] = (counts[key] ?? 0) + 1;
    const share = idBytes(id);
    const claimHash = sha256(fromBase64url(claims.get(id) ?? ''));
    const marker = key === 'open 200' ? claimHash : share;
    const commit = trace.committed(marker, asked, answered);
    expect(commit, `${key} ${id} is committed and synced before the reply`).toBeDefined();
    if (!commit) continue;
    if (verb === 'create') {
      expect(trace.keyDurableBefore(share, commit.written), `${id}: its key is durable before its row`).toBe(true);
    }
    if (verb === 'delete' || verb === 'acknowledge') {
      expect(trace.keyErased(share, commit.durable, answered), `${key} ${id}: the key is erased`).toBe(true);
    }
  }
  const each = atOnce + 2;
  expect(counts).toEqual({
    'create 201': each,
    'open 403': each,
    'open 200': each,
    'acknowledge 200': atOnce / 2 + 1,
    'delete 200': atOnce / 2 + 1,
  });
  await store.remove();
});
