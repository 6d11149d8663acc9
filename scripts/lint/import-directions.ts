/**
 * Who may import whom. A folder's list is complete in itself: where several entries match a file, the last one wins.
 * Each restriction is applied twice, to `import … from` and to `import(…)`, because ESLint's own rule sees only the first.
 */
export interface Restriction {
  /** Matched against the specifier. Contains no unescaped `/` outside a class, see `dynamicImports`. */
  readonly regex: string;
  readonly message: string;
  /** `import type` is free; only values are refused. */
  readonly allowTypeImports?: boolean;
}

export interface Direction {
  readonly files: readonly string[];
  readonly ignores?: readonly string[];
  readonly restrictions: readonly Restriction[];
}

const sameEverywhere: readonly Restriction[] = [
  { regex: '^\\.\\.(/|$)', message: 'Import across folders by alias (#crypto/…) and within one by ./' },
  { regex: '^[.#][^?]*/[^./?]+(\\?|$)', message: 'Write the file extension: Node resolves the path as it stands.' },
];

const only = (allowed: string, message: string): Restriction => ({ regex: `^(?!${allowed})`, message });
const never = (refused: string, message: string): Restriction => ({ regex: `^(${refused})`, message });

const serverTypesAndWire: Restriction = {
  regex: '^#server/(?!(.*/)?(wire|frame|config-wire|loopback|read-assignments|assignment-problems)\\.ts$)',
  message:
    'From server/: types, the message schemas (wire.ts, frame.ts, config-wire.ts), what browsers trust (loopback.ts) and the NAME=value reader (read-assignments.ts, assignment-problems.ts).',
  allowTypeImports: true,
};
/** Also three small helpers. `make-folder.ts` replaces Node's recursive mkdir, which loops forever in /proc. */
const serverForTheTerminal: Restriction = {
  ...serverTypesAndWire,
  regex:
    '^#server/(?!(.*/)?(wire|frame|config-wire|loopback|read-assignments|assignment-problems|error-code|make-folder|host-and-port)\\.ts$)',
};
const noHono: Restriction = {
  regex: '^(hono|@hono)(/|$)',
  message: 'Only http/ and app know Hono.',
  allowTypeImports: true,
};
const noKysely: Restriction = { regex: '^kysely(/|$)', message: 'Only records/, db/ and storage.ts know Kysely.' };
const noPages = never(
  '#(cli|client|web|messages|e2e|scripts)/',
  'The server knows nothing of its clients or its tests.',
);
const noSealing: Restriction = {
  regex: '^#crypto/(?!(bytes|ids|errors|limits|preamble|body-lengths)\\.ts$)',
  message:
    'The server can neither seal nor open: of crypto/ only bytes, ids, errors, limits, preamble and body-lengths.',
};
const serverOnly = [noPages, noSealing];

const inBrowser = never('#(migrations|e2e|scripts)/|node:', 'This runs in a browser.');
const clientTypes: Restriction = {
  regex: '^#(client|crypto)/',
  message: 'A page asks its create-*.ts; types are free.',
  allowTypeImports: true,
};

/**
 * What each page may take of others. What the managing page shows of a request is a folder of its own, the inbox: it
 * comes late, and reads what it opens as the opening page does.
 */
const pages: Readonly<Record<string, readonly string[]>> = {
  about: [],
  answer: [],
  ask: [],
  brand: [],
  compose: [],
  inbox: ['manage', 'receive'],
  manage: ['inbox'],
  'not-found': [],
  receive: [],
  report: [],
  shares: [],
};

const noPageBut = (...allowed: readonly string[]): Restriction => {
  const refused = Object.keys(pages)
    .filter((page) => !allowed.includes(page))
    .join('|');
  const message = 'No page imports another, nor its words: what two pages need is in web/parts/.';
  return never(`#web/pages/(${refused})/|#messages/(${refused})\\.ts`, message);
};

const pageDirections: readonly Direction[] = Object.entries(pages).flatMap(([page, others]) => {
  const restrictions = [inBrowser, serverTypesAndWire, noPageBut(page, ...others)];
  return [
    { files: [`web/pages/${page}/**/*.ts`], restrictions },
    { files: [`web/pages/${page}/**/*.tsx`], restrictions: [...restrictions, clientTypes] },
  ];
});

/**
 * The folders of server/, each with the folders and files of server/ that it may import from. Every message schema
 * (wire.ts) and the error table are free for all.
 */
const serverFolders: Readonly<Record<string, readonly string[]>> = {
  platform: ['config', 'db'],
  config: ['http/config-wire', 'file-bodies/wire'],
  erasure: ['random'],
  blobs: ['platform'],
  db: ['clock/clock', 'erasure', 'platform', 'blobs'],
  clock: ['db', 'deps', 'http/log'],
  records: ['blobs', 'clock', 'config', 'db', 'deps', 'erasure', 'http/config-wire', 'store'],
  quota: ['config', 'db', 'deps', 'records'],
  tokens: ['db', 'deps', 'erasure', 'http', 'quota', 'records'],
  shares: ['clock', 'db', 'deps', 'erasure', 'http', 'quota', 'records', 'store', 'tokens'],
  requests: ['deps', 'erasure', 'http', 'quota', 'records', 'tokens'],
  'file-bodies': ['blobs', 'db', 'deps', 'http', 'platform', 'quota', 'random', 'records', 'tokens'],
  reports: ['db', 'deps', 'http', 'quota', 'records'],
  stats: ['db', 'records'],
  sweep: ['clock', 'db', 'deps', 'records'],
  backup: ['blobs', 'db', 'deps', 'erasure', 'platform'],
  metrics: ['clock', 'deps', 'http', 'platform', 'records', 'stats'],
  health: ['deps', 'http', 'records'],
  branding: ['config', 'http', 'platform'],
  http: ['branding', 'config', 'deps', 'file-bodies/wire', 'metrics/metrics', 'platform'],
};

const mayImport = (folder: string, allowed: readonly string[]): Restriction => {
  const free = ['errors', 'error-code', '(.*/)?wire', ...allowed].map((part) => `${part}(\\.ts$|/)`);
  return {
    regex: `^#server/(?!(${[folder, ...free].join('|')}))`,
    message: `server/${folder}/ may import from ${allowed.join(', ')} alone: see docs/architecture.md.`,
  };
};

const notInTests = ['**/*.test.ts', '**/testing/**'];

/** Only http/ knows Hono, and only records/, db/ and a folder's storage.ts know Kysely. */
const serverDirections: readonly Direction[] = Object.entries(serverFolders).flatMap(([folder, allowed]) => {
  const restrictions = [...serverOnly, mayImport(folder, allowed)];
  const framework = folder === 'http' ? [] : [noHono];
  const sql = folder === 'records' || folder === 'db' ? [] : [noKysely];
  return [
    { files: [`server/${folder}/**/*.ts`], ignores: notInTests, restrictions: [...restrictions, ...framework, ...sql] },
    { files: [`server/${folder}/storage.ts`], restrictions: [...restrictions, noHono] },
  ];
});

export const importDirections: readonly Direction[] = [
  { files: ['**/*.ts', '**/*.tsx'], restrictions: [] },
  {
    files: ['crypto/**/*.ts'],
    restrictions: [only('\\./|#crypto/|@noble/|@scure/', 'crypto/ stands on @noble and @scure alone.')],
  },
  {
    files: ['crypto/answer-suite.ts'],
    restrictions: [
      only('\\./|@noble/|hpke$', 'HPKE is in this one file, so that who does not need it never loads it.'),
    ],
  },
  { files: ['crypto/vectors/generate.ts'], restrictions: [never('#(?!crypto/)', 'crypto/ knows no one.')] },
  {
    files: ['crypto/**/*.test.ts'],
    ignores: ['crypto/**/*.node.test.ts'],
    restrictions: [
      only(
        '\\./|#crypto/|@noble/|@scure/|@hpke/|vitest|fast-check',
        'These tests run in Node and in a browser: name others *.node.test.ts.',
      ),
    ],
  },
  {
    files: ['crypto/**/*.node.test.ts'],
    restrictions: [never('#(server|client|web|messages)/', 'crypto/ knows no one.')],
  },
  {
    files: ['client/**/*.ts'],
    restrictions: [
      only(
        '\\./|#client/|#crypto/|#server/|valibot$',
        'client/ stands on crypto/ and the wire alone: no DOM, no Solid, no Node.',
      ),
      serverTypesAndWire,
    ],
  },
  { files: ['client/**/*.test.ts'], restrictions: [never('#(web|messages)/', 'client/ knows no page.')] },
  { files: ['server/**/*.ts'], restrictions: [...serverOnly, noHono, noKysely] },
  { files: ['server/app.ts', 'server/main.ts'], restrictions: [...serverOnly, noKysely] },
  ...serverDirections,
  {
    files: ['server/**/*.test.ts', 'server/**/testing/**'],
    restrictions: [never('#(web|messages)/', 'The server knows no page.')],
  },
  {
    files: ['cli/**/*.ts'],
    restrictions: [
      never('#(web|messages|migrations|e2e|scripts)/', 'The terminal knows no page.'),
      serverForTheTerminal,
    ],
  },
  {
    // What an operator does is done by the server itself: `serve`, `config`, `admin`.
    files: [
      'cli/commands/operate.ts',
      'cli/commands/read-config.ts',
      'cli/load-addon.ts',
      'cli/admin/**/*.ts',
      'cli/node.ts',
      'cli/binary.ts',
      'cli/testing/**/*.ts',
    ],
    restrictions: [never('#(web|messages|migrations|e2e|scripts)/', 'The terminal knows no page.')],
  },
  {
    files: ['migrations/**/*.ts'],
    restrictions: [only('\\./|#migrations/|kysely', 'A landed migration may depend on nothing that changes.')],
  },
  { files: ['web/**/*.ts'], restrictions: [inBrowser, serverTypesAndWire, noPageBut()] },
  { files: ['web/**/*.tsx'], restrictions: [inBrowser, serverTypesAndWire, noPageBut(), clientTypes] },
  ...pageDirections,
  {
    files: ['web/i18n/**/*.ts'],
    restrictions: [inBrowser, serverTypesAndWire, { ...noPageBut(), allowTypeImports: true }],
  },
  { files: ['web/ui/**'], restrictions: [never('#(?!web/ui/)|node:', 'ui/ imports nothing of ours.')] },
  {
    files: ['web/**/*.test.ts', 'web/**/*.test.tsx'],
    restrictions: [never('#migrations/', 'This runs in a browser.'), serverTypesAndWire],
  },
  { files: ['proofs/**/*.ts'], restrictions: [never('#(web|messages)/', 'Proofs are about the server.')] },
  { files: ['e2e/**/*.ts'], restrictions: [never('#', 'Journeys know the browser and public URLs, nothing inside.')] },
  {
    files: ['e2e/terminal/**/*.ts'],
    restrictions: [never('#(?!e2e/fixtures/)', 'The terminal is known by what it is given and what it prints.')],
  },
].map(({ restrictions, ...direction }) => ({ ...direction, restrictions: [...sameEverywhere, ...restrictions] }));

/** The same restrictions as selectors for `import('…')`; a selector's regex cannot hold a bare slash. */
export const dynamicImports = (restrictions: readonly Restriction[]): { selector: string; message: string }[] =>
  restrictions.map(({ regex, message }) => ({
    selector: `ImportExpression > Literal.source[value=/${regex.replaceAll('/', '\\u002F')}/]`,
    message,
  }));
