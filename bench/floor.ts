import { prepareLife } from './http.ts';
import { runLoad } from './load.ts';
import { cpuSeconds, startContender } from './servers.ts';
import type { BenchServer } from './servers.ts';
import { median, printTable, rounded } from './table.ts';

/**
 * Compares the processor time of a share's life with the floor, bench/bare-server.ts: `node bench/floor.ts`, or
 * `node bench/floor.ts binary` for dist/sotto. See bench/README.md.
 */
const ROUNDS = 12;
const CONNECTIONS = 32;
const LIVES = 1500;
/** The goals of the median ratio. */
const MAX_RATIO = { open: 1.5, acknowledge: 1.3 };

interface Cost {
  /** Create and open, in microseconds of all threads. */
  readonly open: number;
  /** The same with the acknowledgement. */
  readonly acknowledge: number;
}

async function costOf({ pid, port }: BenchServer): Promise<Cost> {
  const lives = Array.from({ length: LIVES }, prepareLife);
  const load = { port, connections: CONNECTIONS };
  const before = cpuSeconds(pid);
  const sinceStart = () => ((cpuSeconds(pid) - before) / LIVES) * 1e6;
  await runLoad({ ...load, requests: lives.map(({ create }) => create), expectedStatus: 201 });
  await runLoad({ ...load, requests: lives.map(({ open }) => open), expectedStatus: 200 });
  const open = sinceStart();
  await runLoad({ ...load, requests: lives.map(({ acknowledge }) => acknowledge), expectedStatus: 200 });
  return { open, acknowledge: sinceStart() };
}

const [product, bare] = [
  await startContender(process.argv[2] === 'binary' ? 'binary' : 'product'),
  await startContender('bare'),
];
const rounds: { readonly product: Cost; readonly bare: Cost }[] = [];
for (let round = -1; round < ROUNDS; round++) {
  const first = await costOf(round % 2 === 0 ? product : bare);
  const second = await costOf(round % 2 === 0 ? bare : product);
  // The first round warms both up.
  if (round >= 0) rounds.push(round % 2 === 0 ? { product: first, bare: second } : { product: second, bare: first });
}
await Promise.all([product.stop(), bare.stop()]);

const rows = (['open', 'acknowledge'] as const).map((verb) => {
  const ratios = rounds.map((round) => round.product[verb] / round.bare[verb]).toSorted((one, other) => one - other);
  const ratio = median(ratios);
  if (ratio > MAX_RATIO[verb]) process.exitCode = 1;
  const cost = (contender: 'product' | 'bare') => rounded(median(rounds.map((round) => round[contender][verb])));
  const spread = [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN].map((value) => value.toFixed(2));
  return [verb, cost('product'), cost('bare'), ratio.toFixed(2), ...spread, MAX_RATIO[verb]];
});
printTable(`Processor time of a share's life, all threads, ${ROUNDS} pairs of rounds, ${CONNECTIONS} connections`, [
  ['until', 'product µs', 'floor µs', 'median ratio', 'lowest', 'highest', 'goal'],
  ...rows,
]);
