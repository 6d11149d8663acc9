import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { LinkType } from '#crypto/link.ts';
import { FakeStorage, failing, shareFragment, id, live, openedShare, spent, receiveWorld } from './testing/world.ts';

test('one press checks the browser, stores the claim, opens, paints, acknowledges and drops the key', async () => {
  const { receive, log, storage } = receiveWorld();
  await receive.start();
  await receive.open();
  expect(log).toEqual([
    'describe',
    'self-check',
    'open',
    'claim kept: true',
    'painted',
    'acknowledge',
    'drop fragment',
  ]);
  expect(receive.state()).toMatchObject({ at: 'opened', receipt: { at: 'heard', reply: { endedAt: 2001 } } });
  expect([...storage.kept]).toEqual([[`sotto opened ${id}`, '2000']]);
});

test('a share with views left keeps its key, and another tab can open it', async () => {
  const { receive, log, storage } = receiveWorld({ acknowledge: async () => ({ state: 'live', viewsLeft: 2 }) });
  await receive.start();
  await receive.open();
  expect(log).not.toContain('drop fragment');
  expect(log).toContain('released');
  expect(storage.kept.size).toBe(0);
});

test('a browser that cannot decrypt spends nothing', async () => {
  const selfCheck = failing([new CryptoError('self-check')], undefined);
  const { receive, log } = receiveWorld({ selfCheck });
  await receive.start();
  await receive.open();
  expect(receive.state()).toEqual({ at: 'incapable', lacks: 'crypto' });
  expect(log).not.toContain('open');
  expect(log).toContain('released');
});

test('a browser that stores nothing for a reload spends nothing', async () => {
  class Forgetful extends FakeStorage {
    override setItem = () => undefined;
  }
  const { receive, log } = receiveWorld({}, new Forgetful());
  await receive.start();
  await receive.open();
  expect(receive.state()).toEqual({ at: 'incapable', lacks: 'storage' });
  expect(log).not.toContain('open');
});

test('a page that cannot load what shows the secret spends nothing, and can try again', async () => {
  const loadOpened = failing([new TypeError('offline'), new TypeError('offline')], undefined);
  const { receive, log, storage } = receiveWorld({ loadOpened });
  await receive.start();
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'ready', error: 'unloaded' });
  expect(log).not.toContain('open');
  expect(log).toContain('released');
  expect(storage.kept.size).toBe(0);
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened' });
});

test('a second tab says that another one has the secret open', async () => {
  const { receive, log } = receiveWorld({ hold: async () => undefined });
  await receive.start();
  await receive.open();
  expect(receive.state()).toEqual({ at: 'elsewhere' });
  expect(log).toEqual(['describe']);
});

test('a late tab says that another tab has the secret open, not that a stranger opened it', async () => {
  const { receive } = receiveWorld({ describe: async () => spent, heldElsewhere: async () => true });
  await receive.start();
  expect(receive.state()).toEqual({ at: 'elsewhere' });
});

test('a lost reply is requested again with the same claim', async () => {
  const claims: string[] = [];
  const errors = [new NetworkError('cut'), new NetworkError('unreachable')];
  const reply = failing(errors, openedShare);
  const { receive, log } = receiveWorld({
    openShare: (request) => {
      claims.push(request.claim);
      return reply();
    },
  });
  await receive.start();
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened' });
  expect(new Set(claims).size).toBe(1);
  expect(claims.length).toBe(3);
  expect(log.filter((entry) => entry === 'wait').length).toBe(2);
});

test('a full disk on the server is retried with the same claim, for opening and acknowledging', async () => {
  const full = new ApiError({ code: 'insufficient-storage', status: 507, retryAfterSeconds: 60 });
  const claims = new Set<string>();
  const reply = failing([full], openedShare);
  const { receive, log } = receiveWorld({
    openShare: (request) => {
      claims.add(request.claim);
      return reply();
    },
    acknowledge: failing([full], { state: 'spent', viewsLeft: 0, endedAt: 2001 }),
  });
  await receive.start();
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened', receipt: { at: 'heard' } });
  expect([claims.size, log.filter((entry) => entry === 'wait').length]).toEqual([1, 2]);
});

test('a wrong password whose reply was lost is not sent again', async () => {
  const guarded = { ...live, attemptsLeft: 5, onLimit: 'lock' } as const;
  const descriptions = [guarded, { ...guarded, attemptsLeft: 4 }, { ...guarded, attemptsLeft: 4 }];
  const { receive, log } = receiveWorld({
    fragment: () => shareFragment(LinkType.sharePassword),
    describe: async () => descriptions.shift() ?? guarded,
    openShare: failing([new NetworkError('cut')], openedShare),
  });
  await receive.start();
  await receive.open({ password: 'guess' });
  expect(log.filter((entry) => entry === 'open').length).toBe(1);
  expect(receive.state()).toMatchObject({ at: 'ready', error: 'wrong-password', description: { attemptsLeft: 4 } });
});

test('a password is not sent again until it is known whether the lost request arrived', async () => {
  const guarded = { ...live, attemptsLeft: 5, onLimit: 'destroy' } as const;
  const replies = [guarded, undefined, undefined, { ...guarded, attemptsLeft: 4 }];
  const { receive, log } = receiveWorld({
    fragment: () => shareFragment(LinkType.sharePassword),
    describe: async () => {
      const reply = replies.length > 0 ? replies.shift() : { ...guarded, attemptsLeft: 4 };
      if (reply === undefined) throw new NetworkError('cut');
      return reply;
    },
    openShare: () => Promise.reject(new NetworkError('cut')),
  });
  await receive.start();
  await receive.open({ password: 'guess' });
  expect(log.filter((entry) => entry === 'open').length).toBe(1);
  expect(receive.state()).toMatchObject({ at: 'ready', error: 'wrong-password' });
});

test('a wrong password is reported in place, with the attempts left', async () => {
  const descriptions = [
    { ...live, attemptsLeft: 5 },
    { ...live, attemptsLeft: 4 },
  ];
  const { receive, log } = receiveWorld({
    fragment: () => shareFragment(LinkType.sharePassword),
    describe: async () => descriptions.shift() ?? live,
    openShare: failing([new ApiError({ code: 'wrong-password', status: 403 })], openedShare),
  });
  await receive.start();
  await receive.open({ password: 'guess' });
  expect(receive.state()).toMatchObject({ at: 'ready', error: 'wrong-password', description: { attemptsLeft: 4 } });
  expect(log).toContain('released');
});

test.each([
  ['password-empty', ''],
  ['password-too-long', 'x'.repeat(1025)],
  ['password-malformed', '\ud800'],
])('%s is reported before anything is sent', async (error, password) => {
  const { receive, log } = receiveWorld({ fragment: () => shareFragment(LinkType.sharePassword) });
  await receive.start();
  await receive.open({ password });
  expect(receive.state()).toMatchObject({ at: 'ready', error });
  expect(log).toEqual(['describe']);
});

test('a reload before the acknowledgement opens again with the same claim', async () => {
  const storage = new FakeStorage();
  const first = receiveWorld({ acknowledge: () => new Promise(() => undefined) }, storage);
  await first.receive.start();
  void first.receive.open();
  await expect.poll(() => first.log.at(-1)).toBe('acknowledge');

  const claims: (string | undefined)[] = [];
  const second = receiveWorld(
    {
      describe: async ({ claim }) => {
        claims.push(claim);
        return { ...spent, resumable: true };
      },
    },
    storage,
  );
  await second.receive.start();
  expect(claims).toEqual(['C'.repeat(43)]);
  expect(second.receive.state()).toMatchObject({ at: 'opened', receipt: { at: 'heard' } });
});

test('after a reload, a share with a password asks for it again first', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto claim ${id}`, 'C'.repeat(43));
  const { receive, log } = receiveWorld(
    { fragment: () => shareFragment(LinkType.sharePassword), describe: async () => ({ ...spent, resumable: true }) },
    storage,
  );
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'ready', password: true, description: { resumable: true } });
  expect(log).not.toContain('open');
});

test('a wrong password after a reload is reported in place, and the opening continues', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto claim ${id}`, 'C'.repeat(43));
  const claims: string[] = [];
  const reply = failing([new ApiError({ code: 'ended', status: 410 })], openedShare);
  const { receive } = receiveWorld(
    {
      fragment: () => shareFragment(LinkType.sharePassword),
      describe: async () => ({ ...spent, resumable: true }),
      openShare: ({ claim }) => {
        claims.push(claim);
        return reply();
      },
    },
    storage,
  );
  await receive.start();
  await receive.open({ password: 'wrong' });
  expect(receive.state()).toMatchObject({ at: 'ready', password: true, error: 'wrong-password' });
  await receive.open({ password: 'right' });
  expect(receive.state()).toMatchObject({ at: 'opened' });
  expect(claims).toEqual(['C'.repeat(43), 'C'.repeat(43)]);
});

test('an opening that ends while its password is typed is abandoned', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto claim ${id}`, 'C'.repeat(43));
  const descriptions = [{ ...spent, resumable: true }];
  const { receive } = receiveWorld(
    {
      fragment: () => shareFragment(LinkType.sharePassword),
      describe: async () => descriptions.shift() ?? spent,
      openShare: failing([new ApiError({ code: 'ended', status: 410 })], openedShare),
    },
    storage,
  );
  await receive.start();
  await receive.open({ password: 'right' });
  expect(receive.state()).toMatchObject({ at: 'over' });
  expect(storage.getItem(`sotto claim ${id}`)).toBeNull();
});

test.each(['ended', 'lease-over'] as const)(
  'a claim refused with %s after the page was left is dropped',
  async (code) => {
    const storage = new FakeStorage();
    storage.setItem(`sotto claim ${id}`, 'old');
    const { receive, log } = receiveWorld(
      {
        openShare: () => {
          receive.leave();
          return Promise.reject(new ApiError({ code, status: 409 }));
        },
      },
      storage,
    );
    await receive.start();
    await receive.open();
    expect(receive.state()).toEqual({ at: 'looking' });
    expect(log).toContain('released');
    expect(storage.kept.size).toBe(0);
  },
);

test('an opening whose lease ran out is abandoned, and the next one waits for a press', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto claim ${id}`, 'old');
  const many = { ...live, maxViews: 3, viewsLeft: 2, resumable: true };
  const { receive } = receiveWorld(
    {
      describe: async () => many,
      openShare: failing([new ApiError({ code: 'lease-over', status: 409 })], openedShare),
    },
    storage,
  );
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'ready', error: 'lease-over' });
  expect(storage.kept.size).toBe(0);
});

test('an acknowledgement is repeated until the server has replied', async () => {
  const { receive, storage } = receiveWorld({
    acknowledge: failing([new NetworkError('unreachable'), new ApiError({ code: 'unavailable', status: 503 })], {
      state: 'spent',
      viewsLeft: 0,
      endedAt: 2001,
    }),
  });
  await receive.start();
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened', receipt: { at: 'heard' } });
  expect(storage.kept.has(`sotto claim ${id}`)).toBe(false);
});

test('a page left before the acknowledgement keeps its claim', async () => {
  const storage = new FakeStorage();
  const { receive } = receiveWorld(
    {
      acknowledge: failing([new NetworkError('unreachable')], { state: 'spent', viewsLeft: 0 }),
      wait: async () => {
        receive.leave();
      },
    },
    storage,
  );
  await receive.start();
  await receive.open();
  expect(receive.state()).toEqual({ at: 'looking' });
  expect(storage.getItem(`sotto claim ${id}`)).toBe('C'.repeat(43));
});

test('an opening that the server ended before it was acknowledged does not claim destruction', async () => {
  const { receive } = receiveWorld({
    acknowledge: failing([new ApiError({ code: 'lease-over', status: 409 })], { state: 'spent', viewsLeft: 0 }),
  });
  await receive.start();
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened', receipt: { at: 'lapsed' } });
});

test('content that was not sealed with this link is rejected', async () => {
  const { receive, log } = receiveWorld({ openShare: failing([new CryptoError('commitment')], openedShare) });
  await receive.start();
  await receive.open();
  expect(receive.state()).toEqual({ at: 'forged', fetched: true });
  expect(log).not.toContain('acknowledge');
});

test('a server that keeps contradicting itself does not cause a loop', async () => {
  const { receive, log } = receiveWorld({
    describe: async () => ({ ...live, resumable: true }),
    openShare: () => Promise.reject(new ApiError({ code: 'ended', status: 410 })),
  });
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'ready' });
  expect(log.filter((entry) => entry === 'open').length).toBe(1);
});

test('after a lost reply to the acknowledgement and a reload, this tab still knows that it opened the share', async () => {
  const storage = new FakeStorage();
  const first = receiveWorld({ acknowledge: () => new Promise(() => undefined) }, storage);
  await first.receive.start();
  void first.receive.open();
  await expect.poll(() => first.log.at(-1)).toBe('acknowledge');

  const second = receiveWorld({ describe: async () => spent }, storage);
  await second.receive.start();
  expect(second.receive.state()).toMatchObject({ at: 'over', openedHere: 2000 });
  expect(second.log).toEqual(['describe', 'drop fragment']);
  expect(storage.getItem(`sotto claim ${id}`)).toBeNull();
});

test('a reload before the acknowledgement asks again for a key that was sent separately', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto claim ${id}`, 'C'.repeat(43));
  storage.setItem(`sotto opened ${id}`, '2000');
  const { receive } = receiveWorld({ fragment: () => '' }, storage);
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'keyless', fault: { kind: 'missing' } });
});
