import { createCaller } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { creatorCalls } from './creator-api.ts';
import type { CreateShareInput, CreatorApi, PartOptions, PutPartInput } from './creator-api.ts';
import { ownerCalls } from './owner-api.ts';
import type { OwnerApi } from './owner-api.ts';
import { readerCalls } from './reader-api.ts';
import type { ReaderApi } from './reader-api.ts';

export type { ApiOptions, CallOptions, CreateShareInput, PartOptions, PutPartInput };

/**
 * The typed HTTP API. Ids are base58. Every reply is limited in size and validated.
 * Each method throws ApiError, NetworkError or ProtocolError, or the reason of an aborted signal.
 */
export interface Api extends ReaderApi, CreatorApi, OwnerApi {}

/** The API of one service. Validates every reply against its schema, and retries calls that are safe to retry. */
export function createApi(apiOptions: ApiOptions): Api {
  const call = createCaller(apiOptions);
  return { ...creatorCalls(call, apiOptions), ...readerCalls(call), ...ownerCalls(call) };
}
