import * as v from 'valibot';

export const MAX_OFFERED_TTLS = 32;

/** As in shares/wire.ts: until the end of the year 9999. */
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** `GET /api/config`: what a client needs to know before it seals. */
export const ServerConfig = v.object({
  version: v.string(),
  /** Unix seconds; a client adds its time to live to this, never to its own clock. */
  serverTime: time,
  /** Ends in `/`; every link begins with it. */
  publicUrl: v.string(),
  minTtlSeconds: count,
  maxTtlSeconds: count,
  defaultTtlSeconds: count,
  maxViews: count,
  maxSealedBytes: count,
  /** Of all files of a share together, before encryption; 0: no files here. */
  maxFilesBytes: count,
  /** The only times to live that may be chosen, ascending; empty: any between the bounds. */
  offeredTtlSeconds: v.pipe(v.array(count), v.maxLength(MAX_OFFERED_TTLS)),
  /** Whether any number of openings may be chosen. */
  unlimitedViews: v.boolean(),
  /** No share without a password. */
  requirePassword: v.boolean(),
  /** Whether people may ask for secrets. */
  requests: v.boolean(),
  /** Who may create: holders of a token send it with `PUT`, as `Authorization: Bearer …`. */
  create: v.picklist(['anyone', 'token']),
  /** Whether abuse can be reported: `POST /api/reports`. */
  reports: v.boolean(),
  /** The operator allows plain http beyond localhost: the page then warns for as long as it is open. */
  allowInsecureHttp: v.boolean(),
});
export type ServerConfig = v.InferOutput<typeof ServerConfig>;
