import { argon2id } from '#crypto/password.ts';
import { CryptoError } from '#crypto/errors.ts';
import { checkArgon2 } from '#crypto/self-check.ts';
import type { KdfReply, KdfTask } from './kdf.ts';

/** Hashes one password, away from the page's own thread; on a machine that hashes wrongly, none. */
addEventListener('message', (event: MessageEvent<KdfTask>) => {
  const { passwordBytes, salt } = event.data;
  const reply = (message: KdfReply) => postMessage(message);
  const hashed = checkArgon2().then(() => argon2id(passwordBytes, salt, (fraction) => reply({ fraction })));
  hashed.then(
    (key) => reply({ key }),
    (error: unknown) => reply({ failed: error instanceof CryptoError ? error.code : 'self-check' }),
  );
});
