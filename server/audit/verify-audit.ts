import type { ServerKey } from '#server/keys/server-key.ts';
import { auditKeys, readLine, Stretch } from './chain.ts';
import type { AuditKeys, AuditLine } from './chain.ts';

export interface AuditReport {
  readonly lines: number;
  readonly runs: number;
  readonly heads: number;
  /** Lines in stretches that a right head closes, heads included. */
  readonly covered: number;
  /** Lines of runs whose beginning is not in this file, up to their first head. */
  readonly continued: number;
  /** Whether the first run follows one that is not in this file. */
  readonly followsEarlier: boolean;
  /** Lines after the last head of their run. */
  readonly open: number;
  /** Lines that the service could not write, by its own count. */
  readonly lost: number;
  readonly first?: string;
  readonly last?: string;
  readonly faults: readonly AuditFault[];
}

export interface AuditFault {
  /** From 1, in the file. */
  readonly line: number;
  /**
   * `number`: a line is missing before it, or is there twice. `head`: lines since the head before were changed, removed,
   * added or reordered. `previous`: a run, or the end of one, is missing before this run.
   */
  readonly fault: 'number' | 'head' | 'previous';
}

interface Run {
  n: number;
  readonly stretch: Stretch;
  /** undefined: in an earlier file. */
  previous: string | undefined;
}

const MAC = /,"mac":"[\w-]*"\}$/;

/** Checks the lines of an audit file, in its order. Other lines, such as those of the log, are skipped. */
export async function verifyAudit(serverKey: ServerKey, texts: AsyncIterable<string>): Promise<AuditReport> {
  const keys = auditKeys(serverKey);
  const runs = new Map<string, Run>();
  const faults: AuditFault[] = [];
  const counts = { lines: 0, heads: 0, covered: 0, continued: 0, lost: 0 };
  const macs = new Set(['']);
  let [at, followsEarlier] = [0, false];
  const times: string[] = [];
  for await (const text of texts) {
    at += 1;
    const line = readLine(text);
    if (line === undefined) continue;
    counts.lines += 1;
    times[Math.min(times.length, 1)] = line.time;
    const known = runs.get(line.run);
    const run = known ?? beginRun(line);
    runs.set(line.run, run);
    // A process that ran beside this one may have written a head in between, so not only the last one counts.
    const isLinked = known !== undefined || line.act !== 'start' || macs.has(String(line['previous']));
    if (counts.lines === 1) followsEarlier = !isLinked;
    else if (!isLinked) faults.push({ line: at, fault: 'previous' });
    if (known !== undefined && line.n !== known.n + 1) faults.push({ line: at, fault: 'number' });
    run.n = line.n;
    if (line.act === 'lost') counts.lost += Number(line['lines']);
    if (line.act !== 'head') {
      run.stretch.add(text);
      continue;
    }
    counts.heads += 1;
    const lines = run.stretch.lines + 1;
    const isContinued = run.previous === undefined;
    const isRight = closes(keys, run, { line, text });
    run.previous = String(line['mac']);
    macs.add(run.previous);
    if (isContinued) counts.continued += lines;
    else if (isRight) counts.covered += lines;
    else faults.push({ line: at, fault: 'head' });
  }
  const open = [...runs.values()].reduce((sum, { stretch }) => sum + stretch.lines, 0);
  const [first, last = first] = times;
  return { ...counts, runs: runs.size, open, followsEarlier, faults, ...(first && last && { first, last }) };
}

function beginRun(line: AuditLine): Run {
  const previous = line.act === 'start' && line.n === 1 ? String(line['previous']) : undefined;
  return { n: line.n, stretch: new Stretch(), previous };
}

function closes(
  keys: AuditKeys,
  { stretch, previous }: Run,
  { line, text }: { line: AuditLine; text: string },
): boolean {
  const isCounted = line['lines'] === stretch.lines && line['previous'] === previous;
  const mac = stretch.close(keys, text.replace(MAC, '}'));
  return isCounted && mac === line['mac'];
}
