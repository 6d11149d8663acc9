import { AppError } from '#server/errors.ts';
import { endpoint } from '#server/http/endpoint.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { JSON_BYTES_WITH_PASS, jsonMessage, streamedFrameMessage } from '#server/http/message.ts';
import { clientAccount } from '#server/quota/charge.ts';
import { admitCreator, findCreator } from '#server/tokens/admit-creator.ts';
import { beginUpload } from './begin-upload.ts';
import { readFileBody } from './read-file-body.ts';
import { storePart } from './store-part.ts';
import * as wire from './wire.ts';

const upload = endpoint({
  method: 'PUT',
  path: '/api/shares/:id/upload',
  access: 'creator',
  rateClass: 'create',
  message: jsonMessage(wire.BeginUploadBody, JSON_BYTES_WITH_PASS),
  act: async ({ deps, id, input, credentials, replies }) => {
    // The member who answers has a pass for that, in `answer`.
    if (input.answer !== undefined && input.pass !== undefined) throw new AppError('malformed');
    const member = await findCreator(deps, { id, pass: input.pass, purpose: 'create' });
    const account =
      input.answer === undefined
        ? await admitCreator(deps, credentials, { ...input, id, member })
        : clientAccount(credentials);
    const { created, reply } = await beginUpload(deps, id, { ...input, account, client: credentials.client });
    return replies.json(reply, created ? 201 : 200);
  },
  docs: {
    summary: 'Start uploading the file body of a share. Can be repeated; a different `partChunks` starts over.',
    success: { 201: 'Started.', 200: 'It had already started.' },
    reply: { json: wire.PendingUploadReply },
    errors: [
      'not-found',
      'terms-refused',
      'conflict',
      'not-accepting',
      'pass-required',
      'not-a-member',
      'ended',
      'quota-exceeded',
      'insufficient-storage',
    ],
  },
});

const part = endpoint({
  method: 'PUT',
  path: '/api/shares/:id/parts/:part',
  access: 'reader',
  rateClass: 'upload',
  message: streamedFrameMessage(wire.PartHead, {
    tail: 'the chunks of the part, each with its tag',
    maxTailBytes: wire.MAX_PART_BYTES,
  }),
  act: async ({ deps, id, part: number, input: { head, tail }, client, replies }) => {
    const toStore = { part: partNumber(number), ownerProof: head.ownerProof, bytes: tail, client };
    return replies.json(await storePart(deps, id, toStore));
  },
  docs: {
    summary: 'Upload one part of the file body. The same bytes can be sent again.',
    success: { 200: 'Stored durably.' },
    reply: { json: wire.PendingUploadReply },
    errors: ['conflict', 'ended', 'insufficient-storage'],
  },
});

const read = endpoint({
  method: 'POST',
  path: '/api/shares/:id/body',
  access: 'reader',
  rateClass: 'other',
  message: jsonMessage(wire.ReadChunksBody),
  act: async ({ deps, id, input, replies }) => replies.bytes(await readFileBody(deps, id, input)),
  docs: {
    summary: 'Read chunks of the file body during the lease of a claim. Changes nothing.',
    success: { 200: 'The chunks.' },
    reply: { bytes: 'The requested chunks in order, each with its tag.' },
    errors: ['lease-over', 'ended'],
  },
});

export const fileBodyEndpoints: readonly Endpoint[] = [upload, part, read];

/** @throws AppError `malformed` */
function partNumber(text: string): number {
  if (!/^(0|[1-9]\d{0,9})$/.test(text)) throw new AppError('malformed');
  return Number(text);
}
