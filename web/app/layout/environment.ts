/** A `<meta>` that the server wrote into the shell. */
export function meta(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
}

/** Starts and ends with `/`. Never starts with `//`, which would be another host. */
export function basePath(): string {
  return meta('base-path')?.replace(/^\/+/, '/') ?? '/';
}

/** Whether a sign-in proxy stands in front of this service, so that requests must carry credentials. */
export function behindSignIn(): boolean {
  return meta('sign-in') === 'on';
}

/** Whether people can create requests here. */
export function takesRequests(): boolean {
  return meta('requests') !== 'off';
}

/**
 * False over plain http, except on localhost: there is no WebCrypto, and anyone on the network path can change the
 * page.
 */
export function isSecure(): boolean {
  return isSecureContext;
}
