import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { codeOf } from '#server/error-code.ts';
import { createFile, writeMarker } from '#server/erasure/slot-folder/layout.ts';
import { openSlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import type { SlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { requireFolder } from '#server/db/erasure-keys/open-key-store.ts';
import { StartError } from '#server/platform/start-error.ts';
import { secondProcess } from './second-process.ts';

export const TRY_MOUNT_COMMAND = 'try-mount';
const NAME = 'trial';
const ID = Buffer.alloc(16, 1);
/** All on one page. */
const SLOTS = [0, 1, 2, 3] as const;
const WAIT_MS = 60_000;

/** The actions of one process in the folder. */
export interface Trial {
  write(slot: number, key: Uint8Array): Promise<void>;
  zero(slot: number): Promise<void>;
  read(slot: number): Promise<Uint8Array | undefined>;
}

export interface SecondTrial extends Trial {
  close(): Promise<void>;
}

/**
 * Two processes write, overwrite and read slots of one page in turns, as they will do with keys. Each has read the page
 * before the other changes it, so that a stale cache is noticed.
 * @throws StartError if one of them does not see what the other has written
 */
export async function tryMount(
  keysDir: string,
  startSecond: (folder: string) => Promise<SecondTrial> = startSecondProcess,
): Promise<void> {
  const path = resolve(keysDir);
  requireFolder(path);
  const folder = await mkdtemp(join(path, '.trial-')).catch((error: unknown) => {
    throw new StartError(
      `The folder of the keys ${path} (SOTTO_KEYS_DIR) cannot be written to (${codeOf(error)}). Check with: ls -lad ${path}`,
    );
  });
  const slots = openSlotFolder({ path: folder, name: NAME, maxWaitMs: WAIT_MS });
  try {
    await writeMarker(folder, NAME);
    await createFile(folder, { name: NAME, file: 0 });
    const second = await startSecond(folder);
    try {
      if (await seesAll(trialOf(slots), second)) return;
    } finally {
      await second.close();
    }
  } catch (error) {
    throw new StartError(
      `Two processes cannot keep keys in ${path} (SOTTO_KEYS_DIR): ${codeOf(error) || String(error)}. Check its mount.`,
    );
  } finally {
    await slots.close();
    await rm(folder, { recursive: true, force: true });
  }
  throw new StartError(
    `The mount of ${path} (SOTTO_KEYS_DIR) shows one process what another has already overwritten, so keys would be ` +
      'lost, or would stay. Mount it without such a cache (NFS: version 4, without "nocto"), or use a local disk.',
  );
}

export const trialOf = (slots: SlotFolder): Trial => ({
  write: (slot, key) => slots.write(slot, ID, Buffer.from(key)),
  zero: (slot) => slots.zero([slot]),
  read: (slot) => slots.read(slot, ID),
});

async function seesAll(first: Trial, second: Trial): Promise<boolean> {
  const expected = new Map<number, Buffer>();
  const agree = async () => {
    for (const slot of SLOTS)
      for (const trial of [first, second]) {
        const [seen, wanted] = [await trial.read(slot), expected.get(slot)];
        if (seen === undefined ? wanted !== undefined : wanted?.equals(seen) !== true) return false;
      }
    return true;
  };
  const write = async (trial: Trial, slot: number) => {
    const key = randomBytes(32);
    expected.set(slot, key);
    await trial.write(slot, key);
  };
  const zero = async (trial: Trial, slot: number) => {
    expected.delete(slot);
    await trial.zero(slot);
  };
  const steps = [
    () => write(first, 0),
    () => write(second, 1),
    () => write(first, 2),
    () => zero(second, 0),
    () => write(first, 3),
    () => zero(first, 1),
    () => write(second, 0),
    () => zero(first, 0),
  ];
  if (!(await agree())) return false;
  for (const step of steps) {
    await step();
    if (!(await agree())) return false;
  }
  return true;
}

type Asked = readonly [act: 'write' | 'zero' | 'read', slot: number, hex: string];

/** The work of the second process: a line for each call, and a line for its result. */
export async function runTrials(
  folder: string,
  { lines, say }: { readonly lines: AsyncIterable<string>; readonly say: (line: string) => void },
): Promise<void> {
  const slots = openSlotFolder({ path: folder, name: NAME, maxWaitMs: WAIT_MS });
  const trial = trialOf(slots);
  for await (const line of lines) {
    const [act, slot, hex] = JSON.parse(line) as Asked;
    if (act === 'write') await trial.write(slot, Buffer.from(hex, 'hex'));
    if (act === 'zero') await trial.zero(slot);
    const seen = act === 'read' ? await trial.read(slot) : undefined;
    say(seen === undefined ? '-' : Buffer.from(seen).toString('hex'));
  }
  await slots.close();
}

async function startSecondProcess(folder: string): Promise<SecondTrial> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const [program, ...args] = secondProcess();
  const child = spawn(program, [...args, 'admin', TRY_MOUNT_COMMAND, folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: WAIT_MS,
  });
  const closed = new Promise<void>((done) => child.on('error', () => done()).on('close', () => done()));
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (...asked: Asked) => {
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the second process ended');
    return value === '-' ? undefined : Buffer.from(value, 'hex');
  };
  return {
    async write(slot, key) {
      await ask('write', slot, Buffer.from(key).toString('hex'));
    },
    async zero(slot) {
      await ask('zero', slot, '');
    },
    read: (slot) => ask('read', slot, ''),
    async close() {
      child.stdin.end();
      await closed;
    },
  };
}
