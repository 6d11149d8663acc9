import { expect, test } from 'vitest';
import { secretBytes } from '#server/config/webhook-secret.ts';
import { signNotice } from './sign-notice.ts';

test('signs the example that implementations of Standard Webhooks share', () => {
  const secret = secretBytes('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? new Uint8Array(0);
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  expect(signNotice({ id, timestamp: 1_614_265_330, body: '{"test": 2432232314}', secret })).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});
