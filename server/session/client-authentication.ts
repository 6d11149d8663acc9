import {
  ClientSecretBasic,
  ClientSecretPost,
  None,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { ClientAuth } from 'openid-client';

interface ClientAuthentication {
  readonly authenticate: ClientAuth;
  /** Does it again with the secret in the other place if the provider does not accept it in this one. */
  readonly retry: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Providers take the secret in the body or in a header, and some only where this client's registration says, which their
 * metadata does not tell. A refusal of the client leaves the code as it was.
 */
export function clientAuthentication(secret: string | undefined): ClientAuthentication {
  if (secret === undefined) return { authenticate: None(), retry: (work) => work() };
  const [inBody, inHeader] = [ClientSecretPost(secret), ClientSecretBasic(secret)];
  let isInBody: boolean | undefined;
  return {
    authenticate(server, ...rest) {
      // OpenID Connect Discovery 1.0 §3: only the header if the member is absent.
      isInBody ??= server.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true;
      (isInBody ? inBody : inHeader)(server, ...rest);
    },
    async retry(work) {
      try {
        return await work();
      } catch (error) {
        if (!refusesClient(error)) throw error;
        isInBody = isInBody !== true;
        return work();
      }
    },
  };
}

/** RFC 6749 §5.2. Glewlwyd says `unauthorized_client` for a secret in the other place. */
export const refusesClient = (error: unknown): boolean =>
  (error instanceof ResponseBodyError && ['invalid_client', 'unauthorized_client'].includes(error.error)) ||
  (error instanceof WWWAuthenticateChallengeError && error.status === 401);
