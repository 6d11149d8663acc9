/**
 * Whether browsers trust the host without TLS. @param hostname from a URL, which writes `127.1` as `127.0.0.1` and IPv6
 * in brackets
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
