import { argon2id } from '#crypto/password.ts';
import { CryptoError } from '#crypto/errors.ts';
import { checkArgon2 } from '#crypto/self-check.ts';
import type { KdfReply, KdfTask } from './kdf-messages.ts';

/** Hashes one password, away from the page's own thread; on a machine that hashes wrongly, none. */
addEventListener('message', (event: MessageEvent<KdfTask>) => {
  const { passwordBytes, salt } = event.data;
  const reply = (message: KdfReply) => postMessage(message);
  const tell = percentByPercent((fraction) => reply({ fraction }));
  const hashed = checkArgon2().then(() => argon2id(passwordBytes, salt, tell));
  hashed.then(
    (key) => reply({ key }),
    (error: unknown) => reply({ failed: error instanceof CryptoError ? error.code : 'self-check' }),
  );
});

/** Argon2id reports ten thousand steps; as many messages would keep the page's thread from everything else. */
function percentByPercent(tell: (fraction: number) => void): (fraction: number) => void {
  let told = 0;
  return (fraction) => {
    if (fraction < told + 0.01) return;
    told = fraction;
    tell(fraction);
  };
}
