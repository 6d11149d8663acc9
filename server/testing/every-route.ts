import { encodeId } from '#crypto/ids.ts';
import { encodeFrame } from '#server/http/frame.ts';
import { createFrame, sharePath } from './test-app.ts';
import type { Ask, TestRequest } from './test-app.ts';
import { TestRequestOf } from './test-request.ts';
import { secret, TestShare } from './test-share.ts';
import { TestUpload } from './test-upload.ts';

const ok = async (reply: Promise<Response>): Promise<Response> => {
  const { status } = await reply;
  if (status >= 300) throw new Error(`answered ${status}: ${await (await reply).text()}`);
  return reply;
};

const requestPath = ({ id }: Pick<TestRequestOf, 'id'>, verb?: string): string =>
  `/api/requests/${encodeId(id)}${verb === undefined ? '' : `/${verb}`}`;

export function requestFrame({
  toCreate: { head, note, sealed },
}: Pick<TestRequestOf, 'toCreate'>): Uint8Array<ArrayBuffer> {
  return encodeFrame(head, Buffer.concat([note, sealed]));
}

/**
 * Uses every route of the API successfully, as clients do: shares with and without a password, files, requests and
 * their answers. It leaves live shares, an unfinished upload and an open request behind.
 */
export async function useEveryRoute(ask: Ask, now: number, headers: Readonly<Record<string, string>> = {}) {
  const send = (method: string, path: string, request: TestRequest = {}) =>
    ok(ask(method, path, { ...request, headers: { ...headers, ...request.headers } }));
  await useShares(send, now);
  await useFiles(send, now);
  await useRequests(send, now);
  for (const path of ['/api/config', '/api/openapi.json', '/healthz', '/readyz']) await send('GET', path);
}

type Send = (method: string, path: string, request?: TestRequest) => Promise<Response>;

async function useShares(send: Send, now: number): Promise<void> {
  const share = new TestShare(now, { maxViews: 0 });
  const { linkProof, openProof, ownerProof } = share;
  const claim = secret();
  for (let times = 0; times < 2; times++) await send('PUT', sharePath(share), { bytes: createFrame(share) });
  await send('POST', sharePath(share, 'describe'), { json: { linkProof } });
  for (let times = 0; times < 2; times++) {
    await send('POST', sharePath(share, 'open'), { json: { linkProof, openProof, claim } });
  }
  await send('POST', sharePath(share, 'describe'), { json: { linkProof, claim } });
  await send('POST', sharePath(share, 'renew'), { json: { linkProof, claim } });
  await send('POST', sharePath(share, 'acknowledge'), { json: { linkProof, claim } });
  await send('POST', sharePath(share, 'status'), { json: { ownerProof } });
  await send('POST', '/api/shares/status', { json: { shares: [{ id: encodeId(share.id), ownerProof }] } });
  for (const reason of ['malware', 'other']) {
    await send('POST', '/api/reports', { json: { id: encodeId(share.id), reason } });
  }
  const locked = new TestShare(now, { password: true, attemptLimit: 1 });
  await send('PUT', sharePath(locked), { bytes: createFrame(locked) });
  const wrong = { linkProof: locked.linkProof, openProof: secret(), claim: secret() };
  await send('POST', sharePath(locked, 'open'), { json: wrong }).catch(() => undefined);
  await send('POST', sharePath(locked, 'unlock'), { json: { ownerProof: locked.ownerProof } });
  await useGates(send, now);
  await useMembers(send, now);
  await send('POST', sharePath(locked, 'delete'), { json: { ownerProof: locked.ownerProof } });
}

async function useGates(send: Send, now: number): Promise<void> {
  const share = new TestShare(now, { notBefore: now, password: true });
  const { linkProof, openProof, ownerProof } = share;
  await send('PUT', sharePath(share), { bytes: createFrame(share) });
  const claimHash = secret();
  await send('POST', sharePath(share, 'code'), {
    json: { linkProof, claimHash, address: 'bob@example.org', locale: 'en' },
  });
  for (const proof of [secret(), openProof]) {
    const json = { linkProof, openProof: proof, claim: secret(), code: '12345678' };
    await send('POST', sharePath(share, 'open'), { json }).catch(() => undefined);
  }
  await send('POST', sharePath(share, 'shorten'), { json: { ownerProof, expiresAt: now + 60 } });

  const named = new TestShare(now, { people: ['ana@example.org', 'bob@example.org'] });
  await send('PUT', sharePath(named), { bytes: createFrame(named) });
  const ask = { linkProof: named.linkProof, claimHash, locale: 'en' };
  for (const address of ['bob@example.org', 'bob@example.org', 'eve@example.org']) {
    await send('POST', sharePath(named, 'code'), { json: { ...ask, address } });
  }
  for (const action of ['reset', 'revoke']) {
    await send('POST', sharePath(named, 'recipients'), { json: { ownerProof: named.ownerProof, n: 1, action } });
  }
  await send('POST', sharePath(named, 'status'), { json: { ownerProof: named.ownerProof } });
}

async function useMembers(send: Send, now: number): Promise<void> {
  const share = new TestShare(now, { members: ['staff'], maxViews: 0 });
  const { linkProof, openProof, ownerProof } = share;
  for (let times = 0; times < 2; times++) await send('PUT', sharePath(share), { bytes: createFrame(share) });
  await send('POST', sharePath(share, 'describe'), { json: { linkProof } });
  const opening = { linkProof, openProof, claim: secret(), pass: 'A'.repeat(400) };
  await send('POST', sharePath(share, 'open'), { json: opening }).catch(() => undefined);
  await send('POST', sharePath(share, 'status'), { json: { ownerProof } });
  const request = new TestRequestOf(now, { members: [] });
  for (let times = 0; times < 2; times++) await send('PUT', requestPath(request), { bytes: requestFrame(request) });
  await send('POST', requestPath(request, 'describe'), { json: { linkProof: request.linkProof } });
  await send('POST', requestPath(request, 'status'), { json: { ownerProof: request.ownerProof } });
}

/** Settings without which some routes refuse. */
export const everyRouteEnv = {
  SOTTO_SMTP_URL: 'smtp://localhost',
  SOTTO_MAIL_FROM: 'sotto@example.org',
  SOTTO_MAIL_RECIPIENTS: 'anyone',
  SOTTO_OIDC_ISSUER: 'https://id.example.org',
  SOTTO_OIDC_CLIENT_ID: 'sotto',
  SOTTO_OIDC_GROUPS_CLAIM: '/groups',
  SOTTO_OIDC_GROUPS: 'staff',
};

async function useFiles(send: Send, now: number): Promise<void> {
  const [upload, unfinished] = [new TestUpload(now), new TestUpload(now, { bodyBytes: 5000 })];
  const { share } = upload;
  await send('PUT', sharePath(unfinished.share, 'upload'), { json: unfinished.message() });
  for (const partChunks of [2, 1, 1]) {
    await send('PUT', sharePath(share, 'upload'), { json: upload.message(partChunks) });
  }
  for (let part = 0; part < upload.parts; part++) {
    const bytes = encodeFrame({ ownerProof: share.ownerProof }, upload.bytesOf(part));
    await send('PUT', `${sharePath(share)}/parts/${part}`, { bytes });
  }
  await send('PUT', sharePath(share), { bytes: createFrame(share) });
  const { linkProof, openProof } = share;
  const claim = secret();
  await send('POST', sharePath(share, 'open'), { json: { linkProof, openProof, claim } });
  await send('POST', sharePath(share, 'body'), { json: { linkProof, claim, from: 0, chunks: 2 } });
  await send('POST', sharePath(share, 'acknowledge'), { json: { linkProof, claim } });
}

async function useRequests(send: Send, now: number): Promise<void> {
  const [request, other] = [new TestRequestOf(now, { maxAnswers: 5 }), new TestRequestOf(now, { keep: 'read' })];
  const { linkProof, openProof, ownerProof } = request;
  for (const made of [request, other, request]) await send('PUT', requestPath(made), { bytes: requestFrame(made) });
  await send('POST', requestPath(request, 'describe'), { json: { linkProof } });
  await send('POST', requestPath(request, 'read'), { json: { linkProof, openProof } });
  const [answer, deleted, read] = [request.answer(now), request.answer(now), other.answer(now)];
  for (const made of [answer, deleted, read, answer]) {
    await send('PUT', sharePath(made), { bytes: createFrame(made) });
  }
  const upload = new TestUpload(now, { bodyBytes: 5000 });
  const place = { request: encodeId(request.id), linkProof };
  await send('PUT', sharePath(upload.share, 'upload'), { json: { ...upload.message(), answer: place } });
  const claim = secret();
  await send('POST', sharePath(read, 'open'), {
    json: { linkProof: read.linkProof, openProof: read.openProof, claim },
  });
  await send('POST', sharePath(read, 'acknowledge'), {
    json: { linkProof: read.linkProof, claim, requestOwnerProof: other.ownerProof },
  });
  await send('POST', requestPath(request, 'status'), { json: { ownerProof } });
  await send('POST', '/api/requests/status', { json: { requests: [{ id: encodeId(request.id), ownerProof }] } });
  await send('POST', requestPath(request, 'delete-answer'), { json: { ownerProof, answer: encodeId(deleted.id) } });
  await send('POST', requestPath(other, 'close'), { json: { ownerProof: other.ownerProof } });
  await send('POST', requestPath(other, 'delete'), { json: { ownerProof: other.ownerProof } });
}
