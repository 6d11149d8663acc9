import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { generatedBytes, sha256OfGenerated } from './rig/generated-bytes.ts';
import { bytesOnDisk } from './rig/parts-on-disk.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import { sayMemory, watchMemory } from './rig/watch-memory.ts';
import type { MemoryUse } from './rig/watch-memory.ts';

const BYTES = bySize({ ci: 256_000_000, full: 10_000_000_000 });
/** Room for parts in flight, their copies, and garbage not yet collected. A copy of the file would be `BYTES`. */
const MAX_PEAK_MEGABYTES = 512;
/** Between the first and the last third of the transfer. At full size they are gigabytes apart; in `ci`, within a second of warming up. */
const MAX_GROWTH_MEGABYTES = bySize({ ci: 160, full: 64 });
const SEED = 'files-10gb';

interface Phase {
  readonly seconds: number;
  readonly client: MemoryUse;
  readonly server: MemoryUse;
}

/** The client library in its own process. Each step runs until the process prints its line. */
function startClient(url: string) {
  const args = [join(import.meta.dirname, 'rig/file-client.ts'), url, SEED, String(BYTES)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    pid: child.pid ?? 0,
    async line(): Promise<string> {
      const { value } = (await lines.next()) as { value?: string };
      if (value === undefined) throw new Error('the client ended too early');
      return value;
    },
    go: () => void child.stdin.write('\n'),
    async end() {
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
}

function expectFlat({ client, server }: Phase): void {
  for (const { early, late, peak } of [client, server]) {
    expect(late - early).toBeLessThan(MAX_GROWTH_MEGABYTES);
    expect(peak).toBeLessThan(MAX_PEAK_MEGABYTES);
  }
}

const say = (name: string, { seconds, client, server }: Phase) =>
  `${name} ${(BYTES / 1e9).toFixed(2)} GB in ${seconds.toFixed(1)} s (${(BYTES / 1e6 / seconds).toFixed(0)} MB/s); ` +
  `client ${sayMemory(client)}; server ${sayMemory(server)}`;

test('ten gigabytes are uploaded and downloaded intact, and memory does not grow', async ({ annotate }) => {
  const store = await makeStore('SQLite');
  const server = await startServer(store);
  const client = startClient(server.url);
  const memory = { client: watchMemory(() => [client.pid]), server: watchMemory(() => [server.pid]) };
  const phase = async (): Promise<[string, Phase]> => {
    for (const watch of Object.values(memory)) watch.lap();
    const began = performance.now();
    client.go();
    const line = await client.line();
    const seconds = (performance.now() - began) / 1000;
    return [line, { seconds, client: memory.client.lap(), server: memory.server.lap() }];
  };
  try {
    expect(await client.line()).toBe('ready');
    const [sent, up] = await phase();
    expect(sent).toBe('sent');
    expect(bytesOnDisk(store.dataDir), 'the whole file is on the disk').toBeGreaterThan(BYTES);
    const [read, down] = await phase();
    await annotate(say('up', up));
    await annotate(say('down', down));
    process.stdout.write(`\n${say('up', up)}\n${say('down', down)}\n`);
    expect(read).toBe(`read ${await sha256OfGenerated(generatedBytes(SEED, BYTES))}`);
    expectFlat(up);
    expectFlat(down);
    await expect.poll(() => bytesOnDisk(store.dataDir), { timeout: 60_000 }).toBe(0);
  } finally {
    for (const watch of Object.values(memory)) watch.stop();
    await client.end();
    await server.end('SIGTERM');
    await store.remove();
  }
});
