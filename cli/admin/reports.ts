import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { encodeId } from '#crypto/ids.ts';
import { findReports } from '#server/records/report.ts';
import type { ReportRow } from '#server/records/report.ts';
import type { AdminCommand } from './admin-command.ts';
import { jsonFlag, readFlags } from './read-flags.ts';
import { rowsOf } from './wording.ts';

/** `sotto admin reports [--json]`: what people found abusive, the newest first. */
export const reportsCommand: AdminCommand = async (args, { deps, out, err }) => {
  const read = readFlags(args, jsonFlag);
  if (read === undefined) {
    err('Usage: sotto admin reports [--json]');
    return exitCodes.misused.code;
  }
  const reports = await findReports(deps.store.read);
  if (read.values.json) out(JSON.stringify(reports.map(toJson), null, 2));
  else for (const row of rowsOf(reports.map(toRow))) out(row);
  return exitCodes.done.code;
};

const toJson = ({ id, ...report }: ReportRow) => ({ id: encodeId(id), ...report });

function toRow({ id, kind, state, reason, count, firstAt, lastAt }: ReportRow): string[] {
  const when = firstAt === lastAt ? timeStamp(lastAt) : `${timeStamp(firstAt)} to ${timeStamp(lastAt)}`;
  return [encodeId(id), kind, state, `${reason} ×${count}`, when];
}
