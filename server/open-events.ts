import type { Audit } from './audit/audit.ts';
import { recordEvents } from './audit/audit.ts';
import { openAudit } from './audit/open-audit.ts';
import { fileSink, standardOutput } from './audit/open-sink.ts';
import type { Sink } from './audit/open-sink.ts';
import type { Deps } from './deps.ts';
import { hearEvents } from './notices/hear-events.ts';
import { StartError } from './platform/start-error.ts';

export interface EventOptions {
  /** Absent: an audit to standard output is left out, because the output is a command's own. */
  readonly out?: (lines: string) => void;
  /** Called when the audit cannot be written. */
  readonly failed: (error: unknown) => void;
}

/**
 * Lets notices and audit hear what happens in the store. Closing the audit is up to the caller.
 * @throws StartError if the audit cannot be written, or there is no key for it
 */
export async function openEvents(deps: Deps, options: EventOptions): Promise<Deps> {
  const { config, serverKey, random, store } = deps;
  const audit = await startAudit(deps, options);
  const mailsMembers = config.mail !== undefined && config.signIn !== undefined;
  const wantsNotices = config.webhooks !== undefined || config.operatorWebhook !== undefined || mailsMembers;
  const heard = hearEvents(store, {
    ...(serverKey &&
      wantsNotices && {
        notices: { serverKey, random, tellsOperator: config.operatorWebhook !== undefined, mailsMembers },
      }),
    ...(audit && { committed: (events) => recordEvents(audit, events) }),
  });
  return { ...deps, store: heard, ...(audit && { audit }) };
}

async function startAudit({ config, serverKey, random }: Deps, options: EventOptions): Promise<Audit | undefined> {
  if (config.audit === undefined) return undefined;
  const sink = await openSink(config.audit, options);
  if (sink === undefined) return undefined;
  if (serverKey === undefined) throw new StartError('SOTTO_AUDIT needs SOTTO_SERVER_KEY_FILE with PostgreSQL.');
  return openAudit({ serverKey, random, sink });
}

async function openSink(audit: string, { out, failed }: EventOptions): Promise<Sink | undefined> {
  if (audit !== 'stdout') return fileSink({ path: audit, failed });
  return out && standardOutput(out);
}
