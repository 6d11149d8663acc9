import { createHmac } from 'node:crypto';
import { parseConfig } from '#server/config/parse-config.ts';
import { secretBytes } from '#server/config/webhook-secret.ts';
import type { Deps } from '#server/deps.ts';
import { hearEvents } from '#server/notices/hear-events.ts';
import { noticeWork } from '#server/notices/send-notices.ts';
import { openOutbox } from '#server/outbox/run-outbox.ts';
import type { Outbox } from '#server/outbox/run-outbox.ts';
import { openTestEndpoint } from './test-endpoint.ts';
import type { ReceivedPost, TestEndpoint } from './test-endpoint.ts';
import { openTestStore } from './test-stores.ts';
import type { TestDialect, TestStore } from './test-stores.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const NOTIFY = { url: 'https://hooks.example/in', secret: SECRET };

export interface NoticeWorld extends AsyncDisposable {
  readonly deps: Deps;
  readonly testStore: TestStore;
  readonly endpoint: TestEndpoint;
  readonly outbox: Outbox;
  /** Sends what is due now. @returns what the endpoint received, since the last call */
  readonly send: () => Promise<ReceivedPost[]>;
}

interface WorldOptions {
  readonly dialect?: TestDialect;
  readonly env?: Readonly<Record<string, string>>;
}

/** A service that sends notices to one endpoint on this machine, which every name resolves to. */
export async function openNoticeWorld({ dialect = 'SQLite', env = {} }: WorldOptions = {}): Promise<NoticeWorld> {
  const testStore = await openTestStore(dialect);
  const endpoint = await openTestEndpoint();
  const config = parseConfig({ SOTTO_WEBHOOKS: 'anyone', ...env });
  const { serverKey, random } = testStore.deps;
  if (serverKey === undefined) throw new Error('A test has no server key.');
  const notices = { serverKey, random, tellsOperator: config.operatorWebhook !== undefined };
  const deps: Deps = { ...testStore.deps, config, store: hearEvents(testStore.deps.store, { notices }) };
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const reach = { resolve, allowed: ['127.0.0.1'], port: endpoint.port, ca: endpoint.ca };
  const failed = (error: unknown) => {
    throw error;
  };
  const work = noticeWork(deps, { failed, reach });
  if (work === undefined) throw new Error('A test has no notices.');
  const outbox = openOutbox(deps, work, new AbortController().signal);
  return {
    ...{ deps, testStore, endpoint, outbox },
    async send() {
      await outbox.beat();
      await outbox.idle();
      return endpoint.received.splice(0);
    },
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      await testStore[Symbol.asyncDispose]();
    },
  };
}

/** As a receiver checks it, by the text of Standard Webhooks. */
export function isSigned({ headers, body }: ReceivedPost, secret = SECRET): boolean {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name]),
  );
  const mac = createHmac('sha256', secretBytes(secret) ?? '')
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return signature === `v1,${mac}`;
}
