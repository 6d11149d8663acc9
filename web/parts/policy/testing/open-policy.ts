import type { Policy } from '#client/policy.ts';

/** Of a service that leaves everything to the people who use it. */
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

/** Where everyone may create, it is in nobody's way. */
export const noToken = { ready: () => true, accept: () => undefined, refuse: () => undefined };
