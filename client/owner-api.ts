import { BatchStatus, StatusReply } from '#server/owner/wire.ts';
import type * as wire from '#server/owner/wire.ts';
import { createCaller, jsonBody } from './call.ts';
import type { ApiCaller, ApiOptions, CallOptions } from './call.ts';
import { readEntries } from './list-reply.ts';
import type { ReplyEntry } from './list-reply.ts';
import { postTo } from './reader-api.ts';
import type { ApiMethod, JsonOf } from './reader-api.ts';

/** Enough for 100 receipts of the greatest length, a list of 20 people with 100 opening times each, and a note. */
const MAX_STATUS_BYTES = 393_216;
/** Enough for 100 statuses with 100 opening times each. */
const MAX_BATCH_BYTES = 262_144;

type OwnerMethod<S extends 'OwnerBody' | 'RecipientBody' | 'ShortenBody'> = ApiMethod<
  JsonOf<(typeof wire)[S]>,
  StatusReply
>;

/** The part of the HTTP API for the owner of a share. Throws as `Api` does. */
export interface OwnerApi {
  readonly status: OwnerMethod<'OwnerBody'>;
  readonly statuses: (
    body: JsonOf<typeof wire.StatusBatchBody>,
    options?: CallOptions,
  ) => Promise<ReplyEntry<BatchStatus>[]>;
  readonly unlock: OwnerMethod<'OwnerBody'>;
  readonly recipients: OwnerMethod<'RecipientBody'>;
  readonly shorten: OwnerMethod<'ShortenBody'>;
  readonly remove: OwnerMethod<'OwnerBody'>;
}

export function createOwnerApi(apiOptions: ApiOptions): OwnerApi {
  return ownerCalls(createCaller(apiOptions));
}

export function ownerCalls(call: ApiCaller): OwnerApi {
  const post = (verb: string, { repeatable = true } = {}) =>
    postTo(call)(verb, StatusReply, { repeatable, maxReplyBytes: MAX_STATUS_BYTES });
  return {
    status: post('status'),
    statuses: (body, options) =>
      call({
        path: 'shares/status',
        body: jsonBody(body),
        maxReplyBytes: MAX_BATCH_BYTES,
        read: readEntries(BatchStatus, 'statuses'),
        options,
      }),
    unlock: post('unlock', { repeatable: false }),
    recipients: post('recipients', { repeatable: false }),
    shorten: post('shorten'),
    remove: post('delete'),
  };
}
