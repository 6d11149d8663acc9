import { cidrList, listenHost, LogLevel, optional, portNumber, publicUrl, required, yesOrNo } from './setting.ts';

/** Where the service stands, and what it says about itself. */
export const servingSettings = {
  SOTTO_PUBLIC_URL: optional(
    publicUrl,
    { shownDefault: 'http://localhost:<port>/', neverQuoted: true },
    'Where people reach this service, its sub-path included: `https://example.org/secrets/`. Links begin with the address that a page was loaded from, so people should load it from this one.',
  ),
  SOTTO_HOST: required(
    listenHost('SOTTO_PORT'),
    '127.0.0.1',
    'The address to listen on. `0.0.0.0` listens on every IPv4 address of the machine.',
  ),
  SOTTO_PORT: required(portNumber(0), '3000', 'The port to listen on.'),
  SOTTO_TRUSTED_PROXIES: required(
    cidrList,
    '',
    'Addresses or CIDR blocks of your reverse proxies, separated by commas. Only these are trusted for the client’s address (`X-Forwarded-For`); without them, everyone behind a proxy shares one rate limit.',
  ),
  SOTTO_ALLOW_INSECURE_HTTP: required(
    yesOrNo,
    'false',
    'Lets the pages work on plain http beyond localhost, under a lasting warning. Anyone on the network path can then read everything.',
  ),
  SOTTO_BEHIND_SIGN_IN: required(
    yesOrNo,
    'false',
    'A sign-in in front of this service guards `/`, `/ask` and `/api/`: basic auth, a login page or client certificates. The page then sends the credentials it wants, to its own origin alone. It must never guard `/s/`, `/r/`, `/m/` or `/assets/`.',
  ),
  SOTTO_METRICS_PORT: optional(
    portNumber(1),
    { shownDefault: 'none' },
    'The port of a listener of its own for Prometheus: `GET /metrics`. Without it there are no metrics.',
  ),
  SOTTO_METRICS_HOST: required(listenHost('SOTTO_METRICS_PORT'), '127.0.0.1', 'The address of that listener.'),
  SOTTO_LOG_LEVEL: required(
    LogLevel,
    'info',
    '`info` logs a line for each request (route, status, time; never ids, addresses or anything sent), `warn` and `error` only what went wrong.',
  ),
};
