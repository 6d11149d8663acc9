import {
  cidrList,
  listenHost,
  LogLevel,
  optional,
  portNumber,
  publicAddress,
  required,
  unixSocket,
  yesOrNo,
} from './setting.ts';

/** The address of the service, its listeners and its log. */
export const servingSettings = {
  SOTTO_PUBLIC_URL: optional(
    publicAddress,
    { shownDefault: 'http://localhost:<port>/', neverQuoted: true },
    'The public address of this service, including its sub-path: `https://example.org/secrets/`. Links begin with the address that a page was loaded from, so people should use this one.',
  ),
  SOTTO_HOST: required(
    listenHost('SOTTO_PORT'),
    '127.0.0.1',
    'The address to listen on. `0.0.0.0` listens on every IPv4 address of the machine.',
  ),
  SOTTO_PORT: required(portNumber(0), '3000', 'The port to listen on.'),
  SOTTO_LISTEN: optional(
    unixSocket,
    { shownDefault: 'host and port' },
    'A Unix socket to listen on instead: `unix:/run/sotto/sotto.sock`. Only the user and the group of the process can connect. Let in nobody but your proxy, because its `X-Forwarded-For` is trusted.',
  ),
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
    'A sign-in (basic auth, a login page or client certificates) in front of this service guards `/`, `/ask` and `/api/`. The page then sends the sign-in’s credentials, to its own origin only. It must never guard `/s/`, `/r/`, `/m/`, `/assets/`, `/words/` or `/brand/`.',
  ),
  SOTTO_METRICS_PORT: optional(
    portNumber(1),
    { shownDefault: 'none' },
    'The port of a separate listener for Prometheus: `GET /metrics`. If unset, there are no metrics.',
  ),
  SOTTO_METRICS_HOST: required(listenHost('SOTTO_METRICS_PORT'), '127.0.0.1', 'The address of the metrics listener.'),
  SOTTO_LOG_LEVEL: required(
    LogLevel,
    'info',
    '`info` logs one line per request (route, status, time; never ids, addresses or content). `warn` and `error` log only problems.',
  ),
};
