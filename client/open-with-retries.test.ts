import { expect, test } from 'vitest';
import { LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { ApiError, NetworkError } from './errors.ts';
import type { OpenedShare, OpenRequest } from './open.ts';
import { openWithRetries } from './open-with-retries.ts';
import type { OpeningAttempt } from './open-with-retries.ts';

const live: DescribeReply = {
  ...{ state: 'live', createdAt: 1, expiresAt: 9, maxViews: 1, viewsLeft: 1, attemptsLeft: 5 },
  ...{ openedAt: [], resumable: false },
};
const opened: OpenedShare = {
  payload: { v: 1, kind: 'share', createdAt: 1, expiresAt: 9, maxViews: 1, text: 'x' },
  ...{ openedAt: 2, leaseUntil: 3, viewsLeft: 0 },
};
const lost = new NetworkError('cut');

/** Fails with each of the errors in turn and then opens. `then` is the description after each failure. */
function attempt(errors: readonly Error[], then: readonly DescribeReply[], over: Partial<OpenRequest> = {}) {
  const sent: OpenRequest[] = [];
  const failed: number[] = [];
  const [failures, descriptions] = [[...errors], [...then]];
  const input: OpeningAttempt = {
    request: {
      ...{ id: 'x', linkKey: new Uint8Array(32), type: LinkType.sharePassword, claim: 'claim' },
      ...{ description: live, password: 'secret', kdf: async () => Promise.resolve(new Uint8Array(32)), ...over },
    },
    openShare: async (request) => {
      sent.push(request);
      const error = failures.shift();
      return error === undefined ? opened : Promise.reject(error);
    },
    describe: async () => Promise.resolve(descriptions.shift()),
    retry: async (error, failedTries) => {
      failed.push(failedTries);
      return Promise.resolve(error === lost);
    },
  };
  return { input, sent, failed };
}

test('after a lost reply, the same claim is sent again', async () => {
  const resumable: DescribeReply = { ...live, state: 'spent', viewsLeft: 0, resumable: true };
  const { input, sent, failed } = attempt([lost, lost], [live, resumable]);
  expect(await openWithRetries(input)).toEqual({ opened });
  expect(sent.map(({ claim }) => claim)).toEqual(['claim', 'claim', 'claim']);
  expect(sent.map(({ description }) => description)).toEqual([live, live, resumable]);
  expect(failed).toEqual([0, 1]);
});

test('a wrong password whose reply was lost is not sent again', async () => {
  const { input, sent } = attempt([lost], [{ ...live, attemptsLeft: 4 }]);
  await expect(openWithRetries(input)).rejects.toMatchObject({ code: 'wrong-password', members: { attemptsLeft: 4 } });
  expect(sent).toHaveLength(1);
});

test('a share that ended while its reply was lost is over', async () => {
  const over: DescribeReply = { ...live, state: 'deleted' };
  expect(await openWithRetries(attempt([lost], [over]).input)).toEqual({ over });
});

test('a resumed opening with a wrong password is not mistaken for an ended one', async () => {
  const ended = new ApiError({ code: 'ended', status: 410 });
  const resumable: DescribeReply = { ...live, state: 'spent', resumable: true };
  const still = attempt([ended], [resumable], { description: resumable });
  await expect(openWithRetries(still.input)).rejects.toMatchObject({ code: 'wrong-password' });
  const over = attempt([ended], [{ ...resumable, resumable: false }], { description: resumable });
  await expect(openWithRetries(over.input)).rejects.toBe(ended);
});

test('the password is hashed once, however often it is sent', async () => {
  let hashed = 0;
  const kdf = async () => Promise.resolve(new Uint8Array(32).fill((hashed += 1)));
  const { input, sent } = attempt([lost], [live], { kdf });
  await openWithRetries(input);
  for (const request of sent) await request.kdf(new Uint8Array(), new Uint8Array());
  expect(hashed).toBe(1);
});

test('a hash that failed is computed again', async () => {
  let hashed = 0;
  const kdf = () => ((hashed += 1) === 1 ? Promise.reject(lost) : Promise.resolve(new Uint8Array(32)));
  const { input } = attempt([], [live], { kdf });
  const openShare = async (request: OpenRequest) => {
    await request.kdf(new Uint8Array(), new Uint8Array());
    return opened;
  };
  expect(await openWithRetries({ ...input, openShare })).toEqual({ opened });
  expect(hashed).toBe(2);
});
