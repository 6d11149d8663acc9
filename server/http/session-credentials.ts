import type { Config } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';
import { SESSION_TOKEN } from '#server/session/wire.ts';
import { bearerToken, headerOf } from './request-context.ts';
import type { RequestHead, SessionHeader } from './request-context.ts';
import type { Headers } from './security-headers.ts';

/**
 * The cookies of `api/session`. Their path keeps them away from every other route, SameSite=Strict away from requests
 * that other sites start, and HttpOnly away from scripts.
 */
export type CookieName = 'session' | 'signin';

/** Who sends a request to `api/session`. Nothing of it has been checked in the database. */
export interface SessionCredentials {
  /** `terminal`: with a token and without cookies. */
  readonly from: 'browser' | 'terminal';
  /** The secret of a session. */
  readonly session: Uint8Array | undefined;
  /** What binds a sign-in to the browser that began it. */
  readonly signIn: Uint8Array | undefined;
}

export const NO_SESSION: SessionCredentials = { from: 'terminal', session: undefined, signIn: undefined };

type Site = Pick<Config, 'publicUrl' | 'basePath'>;

const readHeader = ({ req }: RequestHead, name: SessionHeader): string | undefined => req.header(name);

/**
 * A browser says where its page comes from, and no page can change that. Other credentials in `Authorization`, and other
 * cookies, may be those of a sign-in in front of the service.
 * @throws AppError `malformed` for a request of another origin, for a terminal with cookies, and if a cookie comes twice:
 * another host of the same site may have set one of them
 */
export function readSessionCredentials(c: RequestHead, site: Site): SessionCredentials {
  const cookie = readHeader(c, 'cookie');
  const token = SESSION_TOKEN.exec(bearerToken(headerOf(c, 'authorization')) ?? '')?.[1];
  if (token !== undefined) {
    if (cookie !== undefined) throw new AppError('malformed');
    return { from: 'terminal', session: Buffer.from(token, 'base64url'), signIn: undefined };
  }
  if (readHeader(c, 'origin') !== new URL(site.publicUrl).origin) throw new AppError('malformed');
  const cookies = (cookie ?? '').split(';').map((pair) => pair.trim());
  const read = (name: CookieName) => secretIn(cookies, `${fullName(site, name)}=`);
  return { from: 'browser', session: read('session'), signIn: read('signin') };
}

/** @throws AppError `malformed` if the cookie comes twice */
function secretIn(cookies: readonly string[], start: string): Uint8Array | undefined {
  const [own, another] = cookies.filter((cookie) => cookie.startsWith(start));
  if (another !== undefined) throw new AppError('malformed');
  const value = own?.slice(start.length) ?? '';
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? Buffer.from(value, 'base64url') : undefined;
}

/** Browsers accept the prefix only on https. */
const isSecure = ({ publicUrl }: Site): boolean => publicUrl.startsWith('https:');
const fullName = (site: Site, name: CookieName): string => `${isSecure(site) ? '__Secure-' : ''}sotto-${name}`;

interface NewCookie {
  readonly name: CookieName;
  readonly secret: Uint8Array;
  readonly seconds: number;
}

export const setCookie = (site: Site, { name, secret, seconds }: NewCookie): Headers =>
  writeCookie(site, `${fullName(site, name)}=${Buffer.from(secret).toString('base64url')}; Max-Age=${seconds}`);

export const clearCookie = (site: Site, name: CookieName): Headers =>
  writeCookie(site, `${fullName(site, name)}=; Max-Age=0`);

const writeCookie = (site: Site, start: string): Headers => ({
  'set-cookie': `${start}; Path=${site.basePath}api/session; HttpOnly; SameSite=Strict${isSecure(site) ? '; Secure' : ''}`,
});
