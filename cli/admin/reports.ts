import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { encodeId } from '#crypto/ids.ts';
import { findReports } from '#server/records/report.ts';
import type { ReportRow } from '#server/records/report.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand } from './admin-command.ts';
import { toColumns } from './wording.ts';

/** `sotto admin reports [--json]`: the reports of abuse, newest first. */
export const reportsCommand = adminCommand(adminUsages.reports, async ({ values }, { deps, out }) => {
  const reports = await findReports(deps.store.read);
  if (values.json) out(JSON.stringify(reports.map(toJson), null, 2));
  else for (const line of toColumns(reports.map(toRow))) out(line);
  return exitCodes.done.code;
});

const toJson = ({ id, ...report }: ReportRow) => ({ id: encodeId(id), ...report });

function toRow({ id, kind, state, reason, count, firstAt, lastAt }: ReportRow): string[] {
  const when = firstAt === lastAt ? timeStamp(lastAt) : `${timeStamp(firstAt)} to ${timeStamp(lastAt)}`;
  return [encodeId(id), kind, state, `${reason} ×${count}`, when];
}
