import type { Policy } from '#client/policy.ts';

/** The policy of a service without restrictions. */
export const openPolicy: Policy = {
  minTtlSeconds: 60,
  maxTtlSeconds: 2_592_000,
  defaultTtlSeconds: 86_400,
  offeredTtlSeconds: [],
  maxViews: 100,
  unlimitedViews: true,
  requirePassword: false,
  maxSealedBytes: 983_088,
  maxFilesBytes: 10_000_000_000,
  requests: true,
  create: 'anyone',
};

/** The token of a service where everyone may create: never needed. */
export const noToken = { ready: () => true, accept: () => undefined, refuse: () => undefined };
