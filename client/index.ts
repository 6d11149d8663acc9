/**
 * The Sotto library, which the page and the terminal also use. Runs in browsers and in Node 20 and newer, without disk
 * or screen access. README.md in this folder has examples. Times are Unix seconds by the server's clock; sizes are
 * bytes.
 */

/* The service. */
export { createApi } from './api.ts';
export type { Api, ApiOptions, CallOptions } from './api.ts';
export { createRequestsApi } from './requests-api.ts';
export type { RequestsApi } from './requests-api.ts';
export type { Fetch } from './exchange.ts';
export type { Wait } from './retry.ts';
export { refusalOf, requestRefusal } from './policy.ts';
export { conditionsRefusal, isNameable } from './share-conditions.ts';
export type { Limit, Policy, WantedTerms } from './policy.ts';
export { createSessionApi, passesOf, sessionHeaders } from './session-api.ts';
export type { SessionApi } from './session-api.ts';
export type { MemberInput, MembersInput, Passes } from './member-terms.ts';

/* Links. */
export { readWholeLink } from './whole-link.ts';
export type { NoLink, WholeLink } from './whole-link.ts';
export type { LinkKind } from './link.ts';
export { LinkType } from '#crypto/link.ts';

/* Sending. */
export { prepareShare, shareSecret } from './share.ts';
export type { PreparedShare, Shared } from './share.ts';
export type { NotifyInput, ShareInput } from './share-input.ts';
export { isWebhookSecret, webhookSecretOf } from './webhook-secret.ts';
export { concatenated, SourceError, uploadBody } from './upload.ts';
export type { BodySource, BodyTask, SourceFile, UploadOptions } from './upload.ts';

/* Opening. */
export { acknowledge as acknowledgeShare, describe as describeShare, newClaim, openShare } from './open.ts';
export { gatesBefore } from './open.ts';
export { shownSender } from './shown-sender.ts';
export { markOf, requestCode } from './request-code.ts';
export type { CodeRequest } from './request-code.ts';
export { readCode } from './read-code.ts';
export { readAddress } from '#crypto/address.ts';
export type { Address } from '#crypto/address.ts';
export { hasGate } from '#crypto/gates.ts';
export type { Gates, PayloadGates } from '#crypto/gates.ts';
export type { DescribeRequest, Holder, OpenedShare, OpenRequest, SealedTerms } from './open.ts';
export { fileRanges, keepLease, readBody } from './download.ts';
export type { BodyHolder, ByteRange, DownloadOptions } from './download.ts';
export { displayName } from './display-name.ts';
export { safeNames } from './safe-names.ts';

/* Status and deletion of shares. */
export { changeRecipient, readStatus, readStatuses, remove as deleteShare, shorten } from './manage.ts';
export { unlock as unlockShare } from './manage.ts';
export type { ManagedShare, Opener, Owner } from './manage.ts';

/* Requests and answers. */
export { prepareRequest } from './ask.ts';
export type { AskApis, CreatedRequest, PreparedRequest, RequestInput } from './ask.ts';
export { prepareAnswer } from './answer.ts';
export type { AnswerInput } from './answer.ts';
export { describeRequest, readQuestion } from './question.ts';
export type { Question, RequestHolder } from './question.ts';
export { closeRequest, deleteAnswer, deleteRequest, readInbox } from './inbox.ts';
export type { Inbox } from './inbox.ts';
export { checkOwnTerms } from './own-terms.ts';
export type { OwnTerms, SealedRequestTerms } from './own-terms.ts';
export { acknowledgeAnswer, openAnswer } from './open-answer.ts';
export type { AnswerRead, AnswerToOpen, OpenedAnswer } from './open-answer.ts';

/* Passwords, and the self-check of this machine. */
export { argon2id } from '#crypto/password.ts';
export type { PasswordKdf } from '#crypto/password.ts';
export { checkArgon2, checkPrimitives } from '#crypto/self-check.ts';

/* Sealed content. */
export type { Field, FileEntry, RequestField, RequestPayload, SharePayload } from '#crypto/payload.ts';

/* Errors. */
export { AlreadyOverError, ApiError, isErrorCode, NetworkError, ProtocolError } from './errors.ts';
export { CryptoError } from '#crypto/errors.ts';
export type { CryptoErrorCode } from '#crypto/errors.ts';
