import { argon2id } from '#crypto/password.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { KdfReply, KdfTask } from './kdf.ts';

/** Hashes one password, away from the page's own thread. */
addEventListener('message', (event: MessageEvent<KdfTask>) => {
  const { passwordBytes, salt } = event.data;
  const reply = (message: KdfReply) => postMessage(message);
  argon2id(passwordBytes, salt, (fraction) => reply({ fraction })).then(
    (key) => reply({ key }),
    (error: unknown) => reply({ failed: error instanceof CryptoError ? error.code : 'self-check' }),
  );
});
