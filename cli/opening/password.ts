import { normalizePassword } from '#crypto/password.ts';
import { CryptoError } from '#crypto/errors.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { readSecretLine } from '#cli/service/service.ts';
import { askHidden } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { inWords } from '#cli/language/words.ts';
import { prompts } from '#cli/words/prompts.ts';
import { sharing } from '#cli/words/sharing.ts';

interface Given {
  readonly password?: boolean | undefined;
  readonly 'password-file'?: string | undefined;
}

/** Reads a new password from a file, or asks for it twice. @returns undefined for no password. @throws Failure */
export async function newPassword(asking: Asking, given: Given, required: boolean): Promise<string | undefined> {
  const file = given['password-file'];
  if (file !== undefined) return usable(await readSecretLine('password', file));
  if (given.password !== true && !required) return undefined;
  const password = usable(await askHidden(asking, prompts.password, prompts.passwordHint));
  if ((await askHidden(asking, prompts.passwordAgain, prompts.passwordHint)) !== password) {
    throw new Failure('misused', sharing.passwordsDiffer);
  }
  return password;
}

/**
 * Asks for the password of a secret.
 * @param origin shown, so that nobody types it for the wrong server.
 * @throws Failure
 */
export async function askPassword(asking: Asking, given: Given, origin: string): Promise<string> {
  const file = given['password-file'];
  if (file !== undefined) return usable(await readSecretLine('password', file));
  return usable(await askHidden(asking, inWords(prompts.passwordFor, { origin }), prompts.passwordHint));
}

function usable(password: string): string {
  try {
    normalizePassword(password);
    return password;
  } catch (error) {
    if (error instanceof CryptoError) throw explain(error, { isSealing: true });
    throw error;
  }
}
