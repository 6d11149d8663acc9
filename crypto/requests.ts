/** The second public entry: requests and answers (SPEC.md §14). It loads HPKE and X-Wing; index.ts does not. */
export { openAnswerKey, sealAnswerKey } from './answer.ts';
export type { AnswerKey } from './answer.ts';
export { openOwnRequest, sealRequest } from './own-request.ts';
export type { RequestContent, MadeRequest } from './own-request.ts';
export { openRequest } from './request.ts';
export type { SealedRequest } from './request.ts';
