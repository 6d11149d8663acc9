import { prepareLife } from './http.ts';
import { runLoad } from './load.ts';
import { cpuSeconds, startContender } from './servers.ts';
import { median, percent, printTable, rounded } from './table.ts';

/**
 * Compares the processor time of a share's life in two checkouts, in pairs: `node bench/same-cost.ts OTHER_CHECKOUT`. The
 * pages of both must be built. Every pair starts both processes anew, and takes turns in which one goes first.
 */
const PAIRS = 20;
const CONNECTIONS = 32;
const WARM = 1000;
const REQUESTS = 3000;

/** @returns microseconds of all threads for one create and one open */
async function costOf(checkout: string): Promise<number> {
  const server = await startContender('product', 0, checkout);
  const live = async (count: number) => {
    const lives = Array.from({ length: count }, prepareLife);
    const load = { port: server.port, connections: CONNECTIONS };
    const before = cpuSeconds(server.pid);
    await runLoad({ ...load, requests: lives.map(({ create }) => create), expectedStatus: 201 });
    await runLoad({ ...load, requests: lives.map(({ open }) => open), expectedStatus: 200 });
    return ((cpuSeconds(server.pid) - before) / count) * 1e6;
  };
  await live(WARM);
  const cost = await live(REQUESTS);
  await server.stop();
  return cost;
}

const other = process.argv[2];
if (other === undefined) throw new Error('Name another checkout: node bench/same-cost.ts OTHER_CHECKOUT');
const here = `${import.meta.dirname}/..`;
const [ours, theirs]: [number[], number[]] = [[], []];
for (let pair = 0; pair < PAIRS; pair++) {
  const turns = [
    () => costOf(here).then((cost) => ours.push(cost)),
    () => costOf(other).then((cost) => theirs.push(cost)),
  ];
  for (const turn of pair % 2 === 0 ? turns : turns.toReversed()) await turn();
}
const ratios = ours.map((cost, pair) => cost / (theirs[pair] ?? Number.NaN)).toSorted((a, b) => a - b);
/** With 20 pairs, the median of all such ratios is between the 6th and the 15th with a probability of 95.9 %. */
const [low, high] = [ratios[5] ?? Number.NaN, ratios[14] ?? Number.NaN];
printTable(`Processor time of create and open, ${PAIRS} pairs`, [
  ['here µs', 'there µs', 'median ratio', 'from', 'to'],
  [rounded(median(ours)), rounded(median(theirs)), percent(median(ratios)), percent(low), percent(high)],
]);
