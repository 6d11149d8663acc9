import type { SignInConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import type { Provider } from './provider.ts';

export interface SignIn {
  readonly provider: Provider;
  readonly signIn: SignInConfig;
  readonly serverKey: ServerKey;
}

/** @throws AppError `not-found` where nobody can sign in */
export function requireSignIn({ provider, config: { signIn }, serverKey }: Deps): SignIn {
  if (provider === undefined || signIn === undefined || serverKey === undefined) throw new AppError('not-found');
  return { provider, signIn, serverKey };
}
