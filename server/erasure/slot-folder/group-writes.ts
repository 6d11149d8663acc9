export interface SlotWrite {
  readonly slot: number;
  readonly record: Uint8Array;
}

/** Adjacent slots of one file. */
export interface Run {
  readonly first: number;
  readonly records: readonly Uint8Array[];
}

interface Waiting extends SlotWrite {
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

interface OpenRun {
  readonly first: number;
  readonly writes: Waiting[];
}

/** Each run waits for the disk, which joins the syncs of those that wait together. */
const RUNS_AT_ONCE = 3;

/**
 * Writes in groups: those that arrived while the last group was written, adjacent slots together. Groups never overlap,
 * so the later of two writes to a slot is the one that stays.
 */
export function groupWrites(
  write: (run: Run) => Promise<void>,
  mayJoin: (slot: number, next: number) => boolean,
): (writes: readonly SlotWrite[]) => Promise<void> {
  let waiting: Waiting[] = [];
  let isRunning = false;

  const writeRun = async ({ first, writes }: OpenRun) => {
    try {
      await write({ first, records: writes.map(({ record }) => record) });
      for (const { done } of writes) done();
    } catch (error) {
      for (const { fail } of writes) fail(error);
    }
  };
  const runGroups = async () => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const runs = runsOf(group, mayJoin);
      const work = async () => {
        for (let run = runs.shift(); run !== undefined; run = runs.shift()) await writeRun(run);
      };
      await Promise.all(Array.from({ length: RUNS_AT_ONCE }, work));
    }
    isRunning = false;
  };
  return async (writes) => {
    const all = writes.map(
      (given) => new Promise<void>((done, fail) => void waiting.push({ ...given, done: () => done(), fail })),
    );
    if (!isRunning) {
      isRunning = true;
      void Promise.resolve().then(runGroups);
    }
    const failed = (await Promise.allSettled(all)).find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
}

/** In the order of the slots; a second write to a slot comes after the first. */
function runsOf(group: readonly Waiting[], mayJoin: (slot: number, next: number) => boolean): OpenRun[] {
  const runs: OpenRun[] = [];
  for (const write of group.toSorted((one, other) => one.slot - other.slot)) {
    const last = runs.at(-1);
    const before = last?.writes.at(-1)?.slot;
    if (last !== undefined && before !== undefined && write.slot === before + 1 && mayJoin(before, write.slot))
      last.writes.push(write);
    else runs.push({ first: write.slot, writes: [write] });
  }
  return runs;
}
