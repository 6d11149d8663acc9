import * as v from 'valibot';
import { count, time } from '#server/forms/wire.ts';

export const MAX_OFFERED_TTLS = 32;

/** The reply to `GET /api/config`: what a client needs before it seals. */
export const ServerConfig = v.object({
  version: v.string(),
  /** Unix seconds. A client adds the time to live to this time, never to its own clock. */
  serverTime: time,
  /** Ends in `/`; every link begins with it. */
  publicUrl: v.string(),
  minTtlSeconds: count,
  maxTtlSeconds: count,
  defaultTtlSeconds: count,
  maxViews: count,
  maxSealedBytes: count,
  /** The total of a share's files before encryption; 0: no files. */
  maxFilesBytes: count,
  /** The only allowed times to live, in ascending order; empty: any between the limits. */
  offeredTtlSeconds: v.pipe(v.array(count), v.maxLength(MAX_OFFERED_TTLS)),
  /** Whether a share may allow unlimited openings. */
  unlimitedViews: v.boolean(),
  /** Whether every share needs a password. */
  requirePassword: v.boolean(),
  /** Whether people may create requests. */
  requests: v.boolean(),
  /**
   * Who may create. A token is sent with `PUT`, as `Authorization: Bearer …`; a member sends a pass of `api/session/pass`
   * in the message.
   */
  create: v.picklist(['anyone', 'token', 'member', 'member-or-token']),
  /** Whom a sender may let open, the first preselected; absent: everything below that is present, and anyone. */
  who: v.optional(v.pipe(v.array(v.picklist(['anyone', 'named', 'members'])), v.minLength(1))),
  /** Absent: nobody can sign in here. */
  signIn: v.optional(
    v.object({
      /** The organisation. */
      name: v.string(),
      /** The groups of members that a sender may choose. */
      groups: v.optional(v.array(v.string())),
    }),
  ),
  /** Who may limit a share to named people; absent: nobody, because the service sends no mail. */
  people: v.optional(v.picklist(['anyone', 'token', 'members'])),
  /** The only domains of addresses that can be named; absent: any. */
  peopleDomains: v.optional(v.array(v.string())),
  /** Who may have notices sent to an endpoint of their own; absent: nobody. */
  webhooks: v.optional(v.picklist(['anyone', 'token', 'members'])),
  /** Whether a member may have mail about openings sent to their own address. */
  notifyMail: v.optional(v.literal(true)),
  /** Whether `POST /api/reports` accepts abuse reports. */
  reports: v.boolean(),
  /** Whether the pages work on plain http beyond localhost, under a permanent warning. */
  allowInsecureHttp: v.boolean(),
});
export type ServerConfig = v.InferOutput<typeof ServerConfig>;
