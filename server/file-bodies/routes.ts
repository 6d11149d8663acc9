import { decodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Answers } from '#server/http/reply.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { FRAME_MEDIA_TYPE, MAX_START_BYTES } from '#server/http/frame.ts';
import { parseJsonMessage } from '#server/http/parse-message.ts';
import { smallJson } from '#server/http/read-body.ts';
import { readFrameHead, withWhole } from '#server/http/stream-frame.ts';
import { clientAccount } from '#server/quota/charge.ts';
import { readShareId } from '#server/records/proof.ts';
import { admitCreator } from '#server/tokens/admit-creator.ts';
import { beginUpload } from './begin-upload.ts';
import { MAX_PART_BYTES } from './wire.ts';
import { readBody } from './read-file-body.ts';
import { storePart } from './store-part.ts';
import * as wire from './wire.ts';

export function bodyEndpoints(deps: Deps, answers: Answers): Endpoint[] {
  return [upload(deps, answers), part(deps, answers), read(deps, answers)];
}

function upload(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'PUT',
    path: '/api/shares/:id/upload',
    rateClass: 'create',
    body: smallJson,
    creates: true,
    answer: async ({ id: text, bytes, caller }) => {
      const message = parseJsonMessage(wire.BeginUploadBody, bytes);
      const id = decodeId(text);
      const creation = { id, createProof: message.createProof };
      const account = message.answer === undefined ? await admitCreator(deps, caller, creation) : clientAccount(caller);
      if (id === undefined) throw new AppError('create-proof-mismatch');
      const { created, answer } = await beginUpload(deps, id, { ...message, account, client: caller.client });
      return answers.json(answer, created ? 201 : 200);
    },
    docs: {
      summary: 'Begin to upload the body of a share. May be repeated; with another `partChunks` it starts over.',
      request: { json: wire.BeginUploadBody },
      success: { 201: 'Begun now.', 200: 'It was begun already.' },
      response: { json: wire.PendingUploadReply },
      errors: [
        'create-proof-mismatch',
        'not-found',
        'terms-refused',
        'conflict',
        'not-accepting',
        'ended',
        'quota-exceeded',
        'insufficient-storage',
      ],
    },
  };
}

function part(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'PUT',
    path: '/api/shares/:id/parts/:part',
    rateClass: 'upload',
    body: {
      mediaType: FRAME_MEDIA_TYPE,
      maxBytes: MAX_START_BYTES + MAX_PART_BYTES,
      streamed: true,
    },
    answer: ({ id, part, stream, caller: { client } }) =>
      withWhole(stream, async (bytes) => {
        const { head, tail } = await readFrameHead(wire.PartHead, bytes);
        const toStore = { part: partNumber(part), ownerProof: head.ownerProof, bytes: tail, client };
        return answers.json(await storePart(deps, readShareId(id), toStore));
      }),
    docs: {
      summary: 'Upload one part of the body. The same bytes may be sent again.',
      request: { frame: { head: wire.PartHead, tail: 'the chunks of the part, each with its tag' } },
      success: { 200: 'It is stored, durably.' },
      response: { json: wire.PendingUploadReply },
      errors: ['not-found', 'conflict', 'ended', 'insufficient-storage'],
    },
  };
}

function read(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'POST',
    path: '/api/shares/:id/body',
    rateClass: 'other',
    body: smallJson,
    answer: async ({ id, bytes }) =>
      answers.bytes(await readBody(deps, readShareId(id), parseJsonMessage(wire.ReadChunksBody, bytes))),
    docs: {
      summary: 'Read chunks of the body while the lease of a claim runs. Changes nothing.',
      request: { json: wire.ReadChunksBody },
      success: { 200: 'The chunks.' },
      response: { bytes: 'The chunks asked for, in order, each with its tag.' },
      errors: ['not-found', 'lease-over', 'ended'],
    },
  };
}

function partNumber(text: string): number {
  if (!/^(0|[1-9]\d{0,9})$/.test(text)) throw new AppError('malformed');
  return Number(text);
}
