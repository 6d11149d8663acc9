import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSendQueues } from './send-queues.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-queues-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');

/** A row of Linux's table: 192.0.2.1 connected to our port 3000, with its unacknowledged bytes. */
const row = (number: number, { port, state, queue }: { port: number; state: string; queue: number }) =>
  `${String(number).padStart(4)}: 0100007F:0BB8 010200C0:${hex(port, 4)} ${state} ${hex(queue, 8)}:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0   \n`;

const peer = (remotePort: number) => ({ localPort: 3000, remoteAddress: '192.0.2.1', remotePort });

test('a table of many connections is read in pieces, so that other work continues', async () => {
  const table = join(folder, 'tcp');
  const rows = Array.from({ length: 60_000 }, (_, i) => {
    const isOpen = i % 100 === 0;
    return row(i, { port: i, state: isOpen ? '01' : '06', queue: isOpen ? i + 1 : 0 });
  });
  writeFileSync(table, `  sl  local_address rem_address   st tx_queue rx_queue\n${rows.join('')}`);
  let [turns, isRead] = [0, false];
  const turn = () => {
    turns++;
    if (!isRead) setImmediate(turn);
  };
  turn();
  const queues = await readSendQueues([table, join(folder, 'nothing')]);
  isRead = true;
  expect(turns).toBeGreaterThan(100);
  for (let port = 0; port < 60_000; port += 100) expect(queues?.(peer(port))).toBe(port + 1);
  expect(queues?.(peer(1))).toBeUndefined();
});

test('without a table, the queues are unknown', async () => {
  expect(await readSendQueues([join(folder, 'nothing')])).toBeUndefined();
});
