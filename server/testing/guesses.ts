import { encodeId } from '#crypto/ids.ts';
import { encodeFrame } from '#server/http/frame.ts';
import type { TestRequest } from './test-app.ts';
import { secret, TestShare } from './test-share.ts';

const [linkProof, openProof, ownerProof, claim] = [secret(), secret(), secret(), secret()];
/** It has the right form, and is nobody's. */
export const pass = 'A'.repeat(400);
const stranger = new TestShare(1_800_000_000);

/** A request from someone who has the id and guesses the proofs. */
export type Guess = (id: string) => readonly [method: string, path: string, request: TestRequest];

const onShare = (verb: string, json: object) => (id: string) =>
  ['POST', `/api/shares/${id}/${verb}`, { json }] as const;
const onRequest = (verb: string, json: object) => (id: string) =>
  ['POST', `/api/requests/${id}/${verb}`, { json }] as const;

/** Every route that needs a proof of something existing, with guesses of all proofs. */
export const guesses: Readonly<Record<string, readonly Guess[]>> = {
  'POST /api/shares/:id/describe': [onShare('describe', { linkProof }), onShare('describe', { linkProof, claim })],
  'POST /api/shares/:id/open': [
    onShare('open', { linkProof, openProof, claim }),
    onShare('open', { linkProof, openProof, claim, code: '12345678' }),
    onShare('open', { linkProof, openProof, claim, pass }),
  ],
  'POST /api/shares/:id/code': [
    onShare('code', { linkProof, claimHash: claim, address: 'bob@example.org', locale: 'en' }),
  ],
  'POST /api/shares/:id/recipients': [
    onShare('recipients', { ownerProof, n: 1, action: 'revoke' }),
    onShare('recipients', { ownerProof, n: 1, action: 'reset' }),
  ],
  'POST /api/shares/:id/shorten': [onShare('shorten', { ownerProof, expiresAt: 0 })],
  'POST /api/shares/:id/renew': [onShare('renew', { linkProof, claim })],
  'POST /api/shares/:id/acknowledge': [
    onShare('acknowledge', { linkProof, claim }),
    onShare('acknowledge', { linkProof, claim, requestOwnerProof: ownerProof }),
  ],
  'POST /api/shares/:id/status': [onShare('status', { ownerProof })],
  'POST /api/shares/:id/unlock': [onShare('unlock', { ownerProof })],
  'POST /api/shares/:id/delete': [onShare('delete', { ownerProof })],
  'POST /api/shares/:id/body': [onShare('body', { linkProof, claim, from: 0, chunks: 1 })],
  'PUT /api/shares/:id/parts/:part': [
    (id) => ['PUT', `/api/shares/${id}/parts/0`, { bytes: encodeFrame({ ownerProof }, new Uint8Array(1000)) }],
  ],
  'POST /api/shares/status': [(id) => ['POST', '/api/shares/status', { json: { shares: [{ id, ownerProof }] } }]],
  'POST /api/requests/:id/describe': [onRequest('describe', { linkProof })],
  'POST /api/requests/:id/read': [
    onRequest('read', { linkProof, openProof }),
    onRequest('read', { linkProof, openProof, pass }),
  ],
  'POST /api/requests/:id/status': [onRequest('status', { ownerProof })],
  'POST /api/requests/:id/close': [onRequest('close', { ownerProof })],
  'POST /api/requests/:id/delete': [onRequest('delete', { ownerProof })],
  'POST /api/requests/:id/delete-answer': [onRequest('delete-answer', { ownerProof, answer: encodeId(stranger.id) })],
  'POST /api/requests/status': [(id) => ['POST', '/api/requests/status', { json: { requests: [{ id, ownerProof }] } }]],
};
