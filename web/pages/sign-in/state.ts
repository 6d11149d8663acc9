import type { ServiceFailure } from '#client/errors.ts';
import type { Session, SignInFault } from '#server/session/wire.ts';

/** Why a sign-in did not begin or end well. */
export type SignInError =
  | { readonly kind: SignInFault | 'provider-down' | 'cancelled' | 'provider-refused' }
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

/** The page that leads to the provider. */
export type LeavingState =
  | { readonly at: 'leaving' }
  /** The service has no sign-in any more. */
  | { readonly at: 'off' }
  | { readonly at: 'failed'; readonly error: SignInError };

/** A token for the terminal, made when the person asks for it. */
export type TerminalState =
  | { readonly at: 'not-asked' | 'making' }
  /** Redacted in logs and JSON. */
  | { readonly at: 'made'; readonly token: string; readonly expiresAt: number }
  | { readonly at: 'failed'; readonly failure: ServiceFailure | undefined };

/** The page to which the provider returns. */
export type ReturnedState =
  | { readonly at: 'finishing' }
  | { readonly at: 'signed-in'; readonly session: Session; readonly terminal: TerminalState }
  /** Another tab or browser has begun this sign-in. Nothing was sent. */
  | { readonly at: 'elsewhere' }
  /** The page was opened without a sign-in, and nobody has signed in. */
  | { readonly at: 'nobody' }
  | { readonly at: 'failed'; readonly error: SignInError };
