import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { verifyAudit } from '#server/audit/verify-audit.ts';
import type { AuditFault, AuditReport } from '#server/audit/verify-audit.ts';
import { codeOf } from '#server/error-code.ts';
import { adminCommand, withVerbs } from './admin-command.ts';

const MAX_SHOWN = 20;

/** `sotto admin audit verify FILE`. */
const verify = adminCommand(adminUsages.auditVerify, async ({ values, positionals: [path = ''] }, { deps, out }) => {
  const { serverKey } = deps;
  if (serverKey === undefined) throw new Failure('failed', 'There is no server key: set SOTTO_SERVER_KEY_FILE.');
  const input = createReadStream(path);
  const report = await verifyAudit(serverKey, createInterface({ input, crlfDelay: Infinity })).catch(
    (error: unknown) => {
      throw new Failure('failed', `${path} cannot be read (${codeOf(error)}).`, { cause: error });
    },
  );
  if (report.lines === 0) throw new Failure('failed', `${path} has no lines of an audit.`);
  if (values.json) out(JSON.stringify(report, null, 2));
  else for (const line of said(report)) out(line);
  return report.faults.length === 0 ? exitCodes.done.code : exitCodes.failed.code;
});

function said(report: AuditReport): string[] {
  const { lines, runs, heads, covered, continued, followsEarlier, open, lost, faults, first, last } = report;
  const shown = faults.slice(0, MAX_SHOWN).map(saidFault);
  const more = faults.length - shown.length;
  return [
    `${count(lines, 'line')} of ${count(runs, 'run')}, from ${first} to ${last}, with ${count(heads, 'head')}.`,
    ...shown,
    ...(more > 0 ? [`And ${count(more, 'more fault')}.`] : []),
    ...(covered > 0
      ? [
          `${count(covered, 'line')} covered: nobody without the server key has changed, removed or added any of them, or reordered those of a run.`,
        ]
      : []),
    ...(continued > 0
      ? [`${count(continued, 'line')} not covered: their run began in an earlier file, or its beginning was removed.`]
      : []),
    ...(followsEarlier
      ? ['The first run follows one that is not in this file: it is in an earlier file, or was removed.']
      : []),
    ...(open > 0 ? [`${count(open, 'line')} not covered: no head follows yet, or the process was killed.`] : []),
    ...(lost > 0 ? [`${count(lost, 'line')} could not be written, by the service’s own count.`] : []),
    'This cannot show whether lines after the last head, whole files, or all lines of a process that ran beside others were removed, or what somebody with the server key has done.',
  ];
}

const faultTexts: Readonly<Record<AuditFault['fault'], string>> = {
  number: 'a line before it is missing, or this one is there twice.',
  head: 'lines before this head were changed, removed, added or reordered.',
  previous: 'a run before this one is missing, or its end.',
};

const saidFault = ({ line, fault }: AuditFault): string => `Line ${line}: ${faultTexts[fault]}`;

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

export const auditCommand = withVerbs({ of: 'audit', verbs: { verify } });
