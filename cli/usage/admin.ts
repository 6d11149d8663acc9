import type { CommandUsage } from './command-usage.ts';

const json = { type: 'boolean', help: 'Print JSON.' } as const;

const tokenCreate = {
  name: 'admin token create',
  summary: 'Create a token, for SOTTO_CREATE=token',
  about: [
    'Creates a token and prints it to standard output. It is shown only once. With SOTTO_CREATE=token, only clients with a token can create secrets and requests.',
  ],
  arguments: [],
  options: {
    label: {
      type: 'string',
      required: true,
      value: 'NAME',
      help: 'Name the token: 1 to 64 characters, not only digits.',
    },
    expires: { type: 'string', value: 'TIME', help: 'Let the token expire: 12h, 90d. Default: never.' },
  },
  examples: [['sotto admin token create --label "build server" --expires 90d']],
  exits: ['done', ['failed', 'The label is taken, or the data cannot be used.'], 'misused'],
} as const satisfies CommandUsage;

const tokenList = {
  name: 'admin token list',
  summary: 'List the tokens',
  about: ['Lists every token with its number, label, state and last use. The tokens themselves are not stored.'],
  arguments: [],
  options: { json },
  examples: [],
  exits: ['done', 'failed', 'misused'],
} as const satisfies CommandUsage;

const tokenRevoke = {
  name: 'admin token revoke',
  summary: 'Revoke a token',
  about: ['Revokes a token, so that nothing can be created with it any more.'],
  arguments: [{ name: 'LABEL|NUMBER' }],
  options: {},
  examples: [['sotto admin token revoke "build server"']],
  exits: ['done', 'failed', 'misused', ['over', 'No valid token has this label or number.']],
} as const satisfies CommandUsage;

const reports = {
  name: 'admin reports',
  summary: 'List what people have reported as abuse',
  about: ['Lists the secrets and requests that people have reported as abuse, by id, newest first.'],
  arguments: [],
  options: { json },
  examples: [],
  exits: ['done', 'failed', 'misused'],
} as const satisfies CommandUsage;

const remove = {
  name: 'admin delete',
  summary: 'Delete a secret, or a request with its answers',
  about: [
    'Deletes a secret, or a request with its answers. The ID is the part of a link between its last "/" and its "#". A whole link works too: its key is ignored and sent nowhere.',
  ],
  arguments: [{ name: 'ID' }],
  options: {},
  examples: [['sotto admin delete 4jzcDgiAi9Tp6Y7dX1B8qA']],
  exits: ['done', 'failed', 'misused', ['over', 'Nothing has this id.']],
} as const satisfies CommandUsage;

const stats = {
  name: 'admin stats',
  summary: 'Count secrets and requests by state',
  about: ['Counts secrets, requests and answers by state, and shows how much space they use.'],
  arguments: [],
  options: { json },
  examples: [],
  exits: ['done', 'failed', 'misused'],
} as const satisfies CommandUsage;

const sweep = {
  name: 'admin sweep',
  summary: 'Erase everything that is due',
  about: ['Erases everything that is due. A running service does the same every 15 seconds.'],
  arguments: [],
  options: {},
  examples: [],
  exits: ['done', ['failed', 'Something is still kept beyond its time.'], 'misused'],
} as const satisfies CommandUsage;

const clock = {
  name: 'admin clock',
  summary: 'Check whether the clock is right',
  about: [
    'Checks whether the clock is right. If it jumped ahead, expired secrets wait for an hour before they are erased, in case the clock is wrong.',
  ],
  arguments: [],
  options: { json },
  examples: [],
  exits: ['done', 'failed', 'misused'],
} as const satisfies CommandUsage;

const clockAccept = {
  name: 'admin clock accept',
  summary: 'Accept the clock as right, so that expired secrets are erased',
  about: ['Confirms that the clock is right: secrets that expired by it no longer wait to be erased.'],
  arguments: [],
  options: {},
  examples: [],
  exits: ['done', 'failed', 'misused'],
} as const satisfies CommandUsage;

const backup = {
  name: 'admin backup',
  summary: 'Copy the data into a new folder',
  about: [
    'Copies the data into the new folder DIR, also while the service runs. Without keys, secrets in the copy can be opened only with keys.slots and bodies/ of this installation. On PostgreSQL, it prints the commands to use instead.',
  ],
  arguments: [{ name: 'DIR' }],
  options: {
    'with-keys': {
      type: 'boolean',
      help: 'Include the keys. Secrets in the copy can then be opened with their links, even after they were deleted here.',
    },
  },
  examples: [['sotto admin backup /backups/today']],
  exits: ['done', 'failed', ['misused', 'Used incorrectly, or the database is PostgreSQL.'], 'interrupted'],
} as const satisfies CommandUsage;

const move = {
  name: 'admin move',
  summary: 'Move a stopped service to another database or another place for files',
  about: [
    'Copies everything to the new place that the settings in FILE name: between SQLite and PostgreSQL, the data folder and a bucket, in any direction. Stop the service first. The new place must be empty. The command reads everything back and compares it. Then it marks the old place as moved, so that it cannot be started again, and erases its erasure keys.',
    'If the command is interrupted, repeat it: it continues where it stopped. Until the copy is complete, neither place can be started. --cancel ends the move, and the service can be started in the old place again.',
  ],
  arguments: [],
  options: {
    'to-settings': {
      type: 'string',
      value: 'FILE',
      help: 'The settings of the new place, in the format of SOTTO_CONFIG_FILE.',
    },
    cancel: { type: 'boolean', help: 'End a move that is not complete, with the settings of the old place.' },
  },
  examples: [['sotto admin move --to-settings /etc/sotto/new.env']],
  exits: ['done', ['failed', 'Nothing was moved, or the copy is not complete yet.'], 'misused'],
} as const satisfies CommandUsage;

const moveKeys = {
  name: 'admin move-keys',
  summary: 'Move the erasure keys between PostgreSQL and a folder',
  about: [
    'Moves the erasure keys of all secrets to the folder that SOTTO_KEYS_DIR names, or from there back into the PostgreSQL database. Stop all processes of the service first. The command moves all keys or none, and can be repeated.',
  ],
  arguments: [],
  options: {
    to: { type: 'string', required: true, value: 'folder|database', help: 'The new place of the keys.' },
  },
  examples: [['sotto admin move-keys --to folder']],
  exits: ['done', ['failed', 'No key was moved, or the folder could not be cleared afterwards.'], 'misused'],
} as const satisfies CommandUsage;

const auditVerify = {
  name: 'admin audit verify',
  summary: 'Check that nobody has changed an audit file',
  about: [
    'Checks the file that SOTTO_AUDIT writes, with the server key of this installation, and says what the check can show and what it cannot. Lines of other logs are skipped. For files that were rotated, join them in their order first.',
  ],
  arguments: [{ name: 'FILE' }],
  options: { json },
  examples: [['sotto admin audit verify /var/log/sotto/audit.log']],
  exits: [
    ['done', 'The covered lines are as the service wrote them.'],
    ['failed', 'Lines were changed, removed, added or reordered, or the file cannot be read.'],
    'misused',
  ],
} as const satisfies CommandUsage;

const sessions = {
  name: 'admin sessions',
  summary: 'Count the sessions of members, or end them',
  about: [
    'Counts the sessions of members who have signed in with SOTTO_OIDC_ISSUER. A session ends after 12 hours.',
    'With --end-all or --end-sub, ends sessions at once, so that these people have to sign in again. They can still do so: block them at the provider first.',
  ],
  arguments: [],
  options: {
    'end-all': { type: 'boolean', help: 'End every session.' },
    'end-sub': {
      type: 'string',
      value: 'SUB',
      help: 'End the sessions of the person whom the provider calls SUB.',
    },
    iss: {
      type: 'string',
      value: 'ISSUER',
      help: 'With --end-sub: the claim iss of that person. Default: SOTTO_OIDC_ISSUER.',
    },
    json,
  },
  examples: [['sotto admin sessions'], ['sotto admin sessions --end-sub 00u1a2b3c4d5e6f7g8h9']],
  exits: ['done', 'failed', 'misused', ['over', 'This person has no session.']],
} as const satisfies CommandUsage;

const membersCheck = {
  name: 'admin members check',
  summary: 'Say whether somebody would be a member, and why',
  about: [
    'Reads the claims of an ID token from the file: the JSON object that the provider shows as a preview, or that was decoded from a token. Says whether the settings make this person a member, how receipts name them, which groups are kept, and whether they may create. Nobody signs in, and nothing is stored.',
  ],
  arguments: [{ name: 'FILE' }],
  options: { json },
  examples: [['sotto admin members check claims.json']],
  exits: [['done', 'This would be a member.'], ['failed', 'This would not be a member.'], 'misused'],
} as const satisfies CommandUsage;

const doctor = {
  name: 'admin doctor',
  summary: 'Find what is wrong with an installation, and how to fix it',
  about: [
    'With URL, checks a service from outside, as people reach it: what a proxy in front of it breaks, and the lines that fix it. Without URL, checks the settings and the data folder on this machine, and the provider of SOTTO_OIDC_ISSUER.',
    'With --mail, also sends a mail to ADDRESS through SOTTO_SMTP_URL, and prints what the mail relay said.',
  ],
  arguments: [{ name: 'URL', optional: true }],
  options: {
    mail: { type: 'string', value: 'ADDRESS', help: 'Send a test mail to this address.' },
  },
  examples: [
    ['sotto admin doctor'],
    ['sotto admin doctor https://secrets.example'],
    ['sotto admin doctor --mail you@example.org'],
  ],
  exits: [['done', 'There are no problems.'], ['failed', 'There are problems, or the check failed.'], 'misused'],
} as const satisfies CommandUsage;

export const adminUsages = {
  tokenCreate,
  tokenList,
  tokenRevoke,
  reports,
  delete: remove,
  stats,
  sweep,
  clock,
  clockAccept,
  backup,
  move,
  moveKeys,
  auditVerify,
  sessions,
  membersCheck,
  doctor,
} as const;
