/** The cookies of a browser on the pages of a service, where all of them have the same path. */
export class CookieJar {
  readonly cookies = new Map<string, string>();

  /** For a request; empty without cookies. */
  header = (): string => [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  /** Those that a request has, as `fetch` takes headers. */
  headers = (): { readonly cookie?: string } => (this.cookies.size === 0 ? {} : { cookie: this.header() });

  keep(reply: Response): void {
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
