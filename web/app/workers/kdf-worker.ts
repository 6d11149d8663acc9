import { argon2idSync } from '#crypto/password.ts';
import { CryptoError } from '#crypto/errors.ts';
import { checkArgon2 } from '#crypto/self-check.ts';
import type { KdfReply, KdfTask } from './kdf-messages.ts';

/**
 * Hashes one password off the main thread, after a self-check: a machine that computes wrongly hashes none. Messages
 * leave this worker while it computes. The page cancels by terminating it.
 */
addEventListener('message', (event: MessageEvent<KdfTask>) => {
  const { passwordBytes, salt } = event.data;
  const reply = (message: KdfReply) => postMessage(message);
  const report = everyPercent((fraction) => reply({ fraction }));
  const hashed = checkArgon2().then(() => argon2idSync(passwordBytes, salt, report));
  hashed.then(
    (key) => reply({ key }),
    (error: unknown) => reply({ failed: error instanceof CryptoError ? error.code : 'self-check' }),
  );
});

/** Argon2id reports ten thousand steps. As many messages would block the main thread. */
function everyPercent(report: (fraction: number) => void): (fraction: number) => void {
  let reported = 0;
  return (fraction) => {
    if (fraction < reported + 0.01) return;
    reported = fraction;
    report(fraction);
  };
}
