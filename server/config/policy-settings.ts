import * as v from 'valibot';
import { MAX_OFFERED_TTLS } from '#server/http/config-wire.ts';
import { MAX_VIEWS } from '#crypto/limits.ts';
import { duration, durations, listOf, optional, required, wholeNumber, yesOrNo } from './setting.ts';
import { MAX_MEGABYTES } from './storage-settings.ts';

export const DEFAULT_TTL_SECONDS = 86_400;
const MAX_TTL_SECONDS = 31_536_000;
const MAX_RATE = 1_000_000;
export const DEFAULT_FILES_MEGABYTES = 10_000;
/** The maximum of a text with its title, its terms and the names of its files. */
const MAX_TEXT_KILOBYTES = 983;
/** The key that comes with a question takes up two. */
const MIN_TEXT_KILOBYTES = 4;

export const Creators = v.picklist(
  ['anyone', 'token', 'member', 'member-or-token'],
  'anyone, token, member or member-or-token',
);
export type Creators = v.InferOutput<typeof Creators>;

/** Whom a sender can let open: everybody with the link, named people, or members of the organisation. */
const openers = ['anyone', 'named', 'members'] as const;
export type Openers = (typeof openers)[number];

const openerList = v.pipe(
  v.string(),
  v.transform((given) => [...new Set(listOf(given))]),
  v.check(
    (given) => given.length > 0 && given.every((one) => (openers as readonly string[]).includes(one)),
    'one or more of anyone, named and members, separated by commas',
  ),
  v.transform((given) => given as Openers[]),
);

/**
 * Who may do what here, and within which bounds. The server enforces all of it, and page and terminal show it.
 */
export const policySettings = {
  SOTTO_CREATE: required(
    Creators,
    'anyone',
    'Who may create shares and requests: `anyone`, only holders of a `token` (`sotto admin token create`), only a `member` who has signed in, or `member-or-token`. Opening and answering never need a token.',
  ),
  SOTTO_WHO: optional(
    openerList,
    { shownDefault: 'all that the service can do' },
    'Whom senders can let open, the first preselected: `anyone` with the link, `named` people (needs mail), `members` (needs sign-in). Without `anyone`, no link opens for everybody who has it. Requests are for `anyone` or `members`.',
  ),
  SOTTO_MIN_TTL: required(
    duration(1, MAX_TTL_SECONDS),
    '60',
    'The shortest time to live that people can choose, in seconds, or as `10m`, `12h`, `7d`.',
  ),
  SOTTO_MAX_TTL: required(duration(1, MAX_TTL_SECONDS), '2592000', 'The longest time to live that people can choose.'),
  SOTTO_DEFAULT_TTL: optional(
    duration(1, MAX_TTL_SECONDS),
    { shownDefault: String(DEFAULT_TTL_SECONDS) },
    'The preselected time to live.',
  ),
  SOTTO_OFFERED_TTLS: optional(
    durations(1, MAX_TTL_SECONDS, MAX_OFFERED_TTLS),
    { shownDefault: 'any between the limits' },
    'The only times to live that people can choose, separated by commas: `1h,1d,7d`. They also apply to requests and their answers.',
  ),
  SOTTO_MAX_VIEWS: required(
    wholeNumber(1, MAX_VIEWS),
    String(MAX_VIEWS),
    'The largest number of openings that people can choose. `SOTTO_UNLIMITED_VIEWS` controls "unlimited" separately.',
  ),
  SOTTO_UNLIMITED_VIEWS: required(yesOrNo, 'true', 'Whether people can choose unlimited openings.'),
  SOTTO_ONE_VIEW: required(yesOrNo, 'false', 'Every share can be opened only once. Overrides the two settings above.'),
  SOTTO_REQUIRE_PASSWORD: required(yesOrNo, 'false', 'Every share needs a password. Answers to a request have none.'),
  SOTTO_MAX_TEXT_KB: required(
    wholeNumber(MIN_TEXT_KILOBYTES, MAX_TEXT_KILOBYTES),
    String(MAX_TEXT_KILOBYTES),
    'The maximum size of one text with its title, terms and file names, in kilobytes (1,000 bytes) of sealed content. Texts are padded, so up to 12% more may fit.',
  ),
  SOTTO_MAX_FILES_MB: optional(
    wholeNumber(0, MAX_MEGABYTES),
    { shownDefault: String(DEFAULT_FILES_MEGABYTES) },
    'The maximum total size of one share’s files, in megabytes. 0: no files. The default never exceeds the quotas.',
  ),
  SOTTO_SECRET_REQUESTS: required(yesOrNo, 'true', 'Whether people can create requests for secrets.'),
  SOTTO_CREATES_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '60',
    'Shares that one client address (IPv6: one /64) may create per minute. 0: no limit.',
  ),
  SOTTO_OPENS_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '120',
    'Openings that one client address may try per minute. 0: no limit.',
  ),
  SOTTO_CODES_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '20',
    'Mails with a code that one client address may request per minute. 0: no limit.',
  ),
  SOTTO_REQUESTS_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '1200',
    'All other API requests that one client address may make per minute. 0: no limit.',
  ),
  SOTTO_PAGES_PER_MINUTE: required(
    wholeNumber(0, MAX_RATE),
    '6000',
    'Pages and their files that one client address may load per minute. Requests to unknown addresses and malformed requests also count. 0: no limit.',
  ),
  SOTTO_UPLOAD_MB_PER_MINUTE: required(
    wholeNumber(0, MAX_MEGABYTES),
    '20000',
    'Megabytes of files that one client address may upload per minute; at least 5 if files may exceed 4 MB. Each part, even an empty one, counts as at least 1/6000 of this. 0: no limit.',
  ),
};
