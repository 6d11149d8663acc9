/** What the shell says of where it stands. */
export function meta(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
}

/** Begins and ends in `/`. Never begins in `//`, which would lead to another host. */
export function basePath(): string {
  return meta('base-path')?.replace(/^\/+/, '/') ?? '/';
}

/** Whether a sign-in in front of this service wants credentials of what the page asks. */
export function behindSignIn(): boolean {
  return meta('sign-in') === 'on';
}

/** Whether people may ask for secrets here. */
export function takesRequests(): boolean {
  return meta('requests') !== 'off';
}

/** False on plain http beyond localhost: no WebCrypto, and whoever is in between can change this very page. */
export function isSecure(): boolean {
  return isSecureContext;
}
