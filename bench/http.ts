import { randomBytes } from 'node:crypto';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId, idOf } from '#crypto/ids.ts';
import { NO_GATES } from '#crypto/gates.ts';
import { encodePreamble, Kdf, Purpose } from '#crypto/preamble.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from '#server/http/frame.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import { prepare, runLoad } from './load.ts';
import type { PreparedRequest } from './load.ts';
import { cpuSeconds, startContender } from './servers.ts';
import type { BenchServer } from './servers.ts';
import { median, percent, printTable, rounded } from './table.ts';

/** A one-line secret. Nearly all secrets have this size, the smallest possible. */
export const SEALED_BYTES = 32 + 1024 + 16;
export const NOTE_BYTES = 32 + 1024 + 16;
const ROUNDS = 7;

interface Setting {
  readonly name: string;
  readonly fsyncMs: number;
  readonly connections: number;
  readonly requests: number;
}

const settings: readonly Setting[] = [
  { name: 'this disk', fsyncMs: 0, connections: 32, requests: 4_000 },
  { name: 'each sync 2 ms slower', fsyncMs: 2, connections: 64, requests: 3_000 },
];

interface Life {
  readonly create: PreparedRequest;
  readonly open: PreparedRequest;
  readonly acknowledge: PreparedRequest;
}

/** A client's request to create a share that opens once. */
export function createOf() {
  const createProof = randomBytes(32);
  const id = idOf(createProof);
  const secret = () => toBase64url(randomBytes(32));
  const [linkProof, openProof] = [secret(), secret()];
  const salt = new Uint8Array(randomBytes(32));
  const preamble = encodePreamble({ purpose: Purpose.share, kdf: Kdf.none, gates: NO_GATES, salt, id });
  const head: CreateHead = {
    createProof: toBase64url(createProof),
    ownerProof: secret(),
    linkProof,
    openProof,
    preamble: toBase64url(Buffer.concat([preamble, randomBytes(32)])),
    expiresAt: Math.floor(Date.now() / 1000) + 3600,
    maxViews: 1,
    attemptLimit: 5,
    onLimit: 'lock',
    noteBytes: NOTE_BYTES,
  };
  const path = `/api/shares/${encodeId(id)}`;
  const bytes = encodeFrame(head, randomBytes(NOTE_BYTES + SEALED_BYTES));
  return { path, bytes, type: FRAME_MEDIA_TYPE, opening: { linkProof, openProof, claim: secret() } };
}

export function prepareLife(): Life {
  const { path, bytes, type, opening } = createOf();
  const { linkProof, claim } = opening;
  const json = (value: object) => ({ type: 'application/json', bytes: Buffer.from(JSON.stringify(value)) });
  return {
    create: prepare('PUT', path, { type, bytes }),
    open: prepare('POST', `${path}/open`, json(opening)),
    acknowledge: prepare('POST', `${path}/acknowledge`, json({ linkProof, claim })),
  };
}

type Verb = 'create' | 'open';
type Contender = 'product' | 'bare';

interface Measured {
  readonly perSecond: number;
  /** Processor time per request, in microseconds. */
  readonly cpu: number;
}

type Round = Readonly<Record<Verb, Measured>>;

async function measure(server: BenchServer, { connections, requests }: Setting): Promise<Round> {
  const lives = Array.from({ length: requests }, prepareLife);
  const run = async (verb: Verb, expectedStatus: number): Promise<Measured> => {
    const before = cpuSeconds(server.pid);
    const load = { port: server.port, connections, requests: lives.map((life) => life[verb]), expectedStatus };
    const perSecond = await runLoad(load);
    return { perSecond, cpu: ((cpuSeconds(server.pid) - before) / requests) * 1e6 };
  };
  return { create: await run('create', 201), open: await run('open', 200) };
}

/** Alternates product and bare handler, and which one goes first. Each ratio compares the two within one round. */
export async function benchHttp(): Promise<number> {
  const rows: (string | number)[][] = [['', 'product/s', 'bare/s', 'ratio', 'worst', 'best', 'cpu µs', 'bare cpu µs']];
  const ratios: number[] = [];
  for (const setting of settings) {
    const servers = {
      product: await startContender('product', setting.fsyncMs),
      bare: await startContender('bare', setting.fsyncMs),
    };
    const rounds: Record<Contender, Round[]> = { product: [], bare: [] };
    for (let round = -1; round < ROUNDS; round++) {
      const order: Contender[] = round % 2 === 0 ? ['product', 'bare'] : ['bare', 'product'];
      for (const contender of order) {
        const measured = await measure(servers[contender], setting);
        if (round >= 0) rounds[contender].push(measured);
      }
    }
    await Promise.all([servers.product.stop(), servers.bare.stop()]);
    for (const verb of ['create', 'open'] as const) {
      const of = (contender: Contender, what: keyof Measured) => rounds[contender].map((round) => round[verb][what]);
      const bare = of('bare', 'perSecond');
      const paired = of('product', 'perSecond').map((rate, i) => rate / (bare[i] ?? Number.NaN));
      ratios.push(median(paired));
      rows.push([
        `${verb}, ${setting.name}, ${setting.connections} connections`,
        rounded(median(of('product', 'perSecond'))),
        rounded(median(bare)),
        percent(median(paired)),
        percent(Math.min(...paired)),
        percent(Math.max(...paired)),
        rounded(median(of('product', 'cpu'))),
        rounded(median(of('bare', 'cpu'))),
      ]);
    }
  }
  printTable(
    `Over HTTP, compared with a bare Hono handler that has the same rows, write groups and syncs (${ROUNDS} pairs)`,
    rows,
  );
  return Math.min(...ratios);
}
