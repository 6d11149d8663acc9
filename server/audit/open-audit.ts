import type { Deps } from '#server/deps.ts';
import { toBase64url } from '#crypto/bytes.ts';
import type { Audit, AuditEntry } from './audit.ts';
import { auditKeys, memberName, shareName, Stretch } from './chain.ts';
import type { AuditLine } from './chain.ts';
import type { Sink } from './open-sink.ts';

const HEAD_INTERVAL_MS = 3_600_000;
const RUN_BYTES = 6;

export interface AuditOptions extends Required<Pick<Deps, 'serverKey'>>, Pick<Deps, 'random'> {
  readonly sink: Sink;
  /** ISO 8601. */
  readonly time?: () => string;
}

export interface RunningAudit extends Audit {
  /** Closes the stretch of lines since the last head. Called each hour. */
  readonly writeHead: () => void;
}

/** Begins a run of the audit stream. */
export function openAudit({ serverKey, random, sink, time = now }: AuditOptions): RunningAudit {
  const keys = auditKeys(serverKey);
  const run = toBase64url(random(RUN_BYTES));
  const stretch = new Stretch();
  let n = 0;
  let previous = sink.lastMac;
  const begin = (act: string): AuditLine => ({ audit: 1, run, n: ++n, time: time(), act });
  const write = (line: object) => {
    const text = JSON.stringify(line);
    stretch.add(text);
    sink.write(`${text}\n`);
  };
  const record = (entry: AuditEntry) => {
    // A full queue loses whole lines, and says how many once it has room again.
    if (sink.isFull()) return;
    const lost = sink.takeLost();
    if (lost > 0) write({ ...begin('lost'), lines: lost });
    const { act, ...members } = entry;
    const share = 'share' in entry ? { share: shareName(keys, entry.share) } : {};
    const member = 'member' in entry ? { member: memberName(keys, entry.member) } : {};
    write({ ...begin(act), ...members, ...share, ...member });
  };
  const writeHead = () => {
    const head = { ...begin('head'), lines: stretch.lines, previous };
    previous = stretch.close(keys, JSON.stringify(head));
    sink.write(`${JSON.stringify({ ...head, mac: previous })}\n`);
  };
  write({ ...begin('start'), previous });
  const timer = setInterval(writeHead, HEAD_INTERVAL_MS).unref();
  return {
    record,
    writeHead,
    async close() {
      clearInterval(timer);
      writeHead();
      await sink.close();
    },
  };
}

const now = (): string => new Date().toISOString();
