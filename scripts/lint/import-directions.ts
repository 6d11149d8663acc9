import { serverFolders } from './server-folders.ts';

/**
 * Which folder may import which. Each entry is complete: if several match a file, only the last one applies. Each
 * restriction is applied twice, to `import … from` and to `import(…)`, because ESLint's own rule ignores the second.
 */
export interface Restriction {
  /** Matched against the specifier. Contains no unescaped `/` outside a character class, see `dynamicImports`. */
  readonly regex: string;
  readonly message: string;
  /** Allows `import type`. */
  readonly allowTypeImports?: boolean;
}

export interface Direction {
  readonly files: readonly string[];
  readonly ignores?: readonly string[];
  readonly restrictions: readonly Restriction[];
}

const sameEverywhere: readonly Restriction[] = [
  { regex: '^\\.\\.(/|$)', message: 'Use an alias (#crypto/…) across folders, and ./ within one.' },
  { regex: '^[.#][^?]*/[^./?]+(\\?|$)', message: 'Include the file extension: Node does not add one.' },
];

const only = (allowed: string, message: string): Restriction => ({ regex: `^(?!${allowed})`, message });
const never = (refused: string, message: string): Restriction => ({ regex: `^(${refused})`, message });

const serverTypesAndWire: Restriction = {
  regex: '^#server/(?!(.*/)?(wire|frame|config-wire|loopback|read-assignments|assignment-problems)\\.ts$)',
  message:
    'From server/, import only types, message schemas (wire.ts, frame.ts, config-wire.ts), loopback.ts and the NAME=value reader (read-assignments.ts, assignment-problems.ts).',
  allowTypeImports: true,
};
/** The terminal also uses a few small helpers. Node's own recursive mkdir, unlike `make-folder.ts`, loops in /proc. */
const serverForTheTerminal: Restriction = {
  ...serverTypesAndWire,
  regex:
    '^#server/(?!(.*/)?(wire|frame|config-wire|loopback|read-assignments|assignment-problems|nearest-name|terminal-names|error-code|make-folder|host-and-port)\\.ts$)',
};
const noHono: Restriction = {
  regex: '^(hono|@hono)(/|$)',
  message: 'Only http/ and app may import Hono.',
  allowTypeImports: true,
};
const noKysely: Restriction = {
  regex: '^kysely(/|$)',
  message: 'Only records/, db/ and storage.ts may import Kysely.',
};
const noPages = never(
  '#(cli|client(?!/words/)|web|words|e2e|scripts)/',
  'The server may not import its clients or tests. From client/, it may import words/, which imports nothing.',
);
const noSealing: Restriction = {
  regex: '^#crypto/(?!(bytes|ids|errors|limits|preamble|body-lengths|gates|address|claim-mark)\\.ts$)',
  message:
    'The server can neither seal nor open: from crypto/, import only bytes, ids, errors, limits, preamble, body-lengths, gates, address and claim-mark.',
};
const serverOnly = [noPages, noSealing];

const inBrowser = never('#(migrations|e2e|scripts)/|node:', 'This code runs in a browser.');
const clientTypes: Restriction = {
  regex: '^#(client|crypto)/(?!(display-name|sealed-content)\\.ts$)',
  message: 'A page component uses its create-*.ts instead. Types, display-name.ts and sealed-content.ts are allowed.',
  allowTypeImports: true,
};

/** Which other pages each may import. The inbox is the managing page's lazy view of a request, and opens answers. */
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
  'sign-in': [],
};

const noPageBut = (...allowed: readonly string[]): Restriction => {
  const refused = Object.keys(pages)
    .filter((page) => !allowed.includes(page))
    .join('|');
  const message = 'A page may not import another page or its words. Put shared code in web/parts/.';
  return never(`#web/pages/(${refused})/|#words/(${refused})\\.ts`, message);
};

const belowParts = never('#web/(parts|pages)/|#words/(?!layout|insecure)', 'app/ may not import parts or pages.');

const pageDirections: readonly Direction[] = Object.entries(pages).flatMap(([page, others]) => {
  const restrictions = [inBrowser, serverTypesAndWire, noPageBut(page, ...others)];
  return [
    { files: [`web/pages/${page}/**/*.ts`], restrictions },
    { files: [`web/pages/${page}/**/*.tsx`], restrictions: [...restrictions, clientTypes] },
  ];
});

const mayImport = (folder: string, allowed: readonly string[]): Restriction => {
  const free = ['errors', 'error-code', '(.*/)?wire', ...allowed].map((part) => `${part}(\\.ts$|/)`);
  return {
    regex: `^#server/(?!(${[folder, ...free].join('|')}))`,
    message: `server/${folder}/ may import only from ${allowed.join(', ')}: see docs/architecture.md.`,
  };
};

const notInTests = ['**/*.test.ts', '**/testing/**'];

/** Only http/ may import Hono. Only records/, db/ and a folder's storage.ts may import Kysely. */
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
    restrictions: [only('\\./|#crypto/|@noble/|@scure/', 'crypto/ may import only @noble and @scure.')],
  },
  {
    files: ['crypto/answer-suite.ts'],
    restrictions: [
      only('\\./|@noble/|hpke$', 'Only this file imports HPKE, so that code which does not need it never loads it.'),
    ],
  },
  {
    files: ['crypto/vectors/generate.ts'],
    restrictions: [never('#(?!crypto/)', 'crypto/ may not import the rest of the project.')],
  },
  {
    files: ['crypto/**/*.test.ts'],
    ignores: ['crypto/**/*.node.test.ts'],
    restrictions: [
      only(
        '\\./|#crypto/|@noble/|@scure/|@hpke/|vitest|fast-check',
        'These tests run in Node and in a browser. Name other tests *.node.test.ts.',
      ),
    ],
  },
  {
    files: ['crypto/**/*.node.test.ts'],
    restrictions: [never('#(server|client|web|words)/', 'crypto/ may not import the rest of the project.')],
  },
  {
    files: ['client/**/*.ts'],
    restrictions: [
      only(
        '\\./|#client/|#crypto/|#server/|valibot$',
        'client/ may import only crypto/ and the message schemas: no DOM, no Solid, no Node.',
      ),
      serverTypesAndWire,
    ],
  },
  { files: ['client/**/*.test.ts'], restrictions: [never('#(web|words)/', 'client/ may not import pages.')] },
  { files: ['server/**/*.ts'], restrictions: [...serverOnly, noHono, noKysely] },
  { files: ['server/app.ts', 'server/main.ts'], restrictions: [...serverOnly, noKysely] },
  ...serverDirections,
  {
    files: ['server/**/*.test.ts', 'server/**/testing/**'],
    restrictions: [never('#(web|words)/', 'The server may not import pages.')],
  },
  {
    files: ['cli/**/*.ts'],
    restrictions: [
      never('#(web|words|migrations|e2e|scripts)/', 'The terminal may not import pages.'),
      serverForTheTerminal,
    ],
  },
  {
    // An operator's commands (`serve`, `config`, `admin`) run server code.
    files: [
      'cli/commands/config.ts',
      'cli/commands/serve.ts',
      'cli/load-addon.ts',
      'cli/admin/**/*.ts',
      'cli/node.ts',
      'cli/binary.ts',
      'cli/testing/**/*.ts',
    ],
    restrictions: [
      never(
        '#(web|words|migrations|e2e|scripts(?!/testing/test-(relay|provider)))/',
        'The terminal may not import pages.',
      ),
    ],
  },
  {
    files: ['migrations/**/*.ts'],
    restrictions: [only('\\./|#migrations/|kysely', 'A landed migration may not depend on code that changes.')],
  },
  { files: ['web/**/*.ts'], restrictions: [inBrowser, serverTypesAndWire, noPageBut()] },
  { files: ['web/**/*.tsx'], restrictions: [inBrowser, serverTypesAndWire, noPageBut(), clientTypes] },
  ...pageDirections,
  { files: ['web/shells/**/*.tsx'], restrictions: [inBrowser, serverTypesAndWire] },
  {
    files: ['web/i18n/**/*.ts'],
    restrictions: [inBrowser, serverTypesAndWire, { ...noPageBut(), allowTypeImports: true }],
  },
  { files: ['web/app/**/*.ts'], restrictions: [inBrowser, serverTypesAndWire, belowParts] },
  { files: ['web/app/**/*.tsx'], restrictions: [inBrowser, serverTypesAndWire, belowParts, clientTypes] },
  {
    files: ['web/ui/**'],
    restrictions: [never('#(?!web/ui/)|node:', 'ui/ may not import other code of this project.')],
  },
  {
    files: ['web/**/*.test.ts', 'web/**/*.test.tsx'],
    restrictions: [never('#migrations/', 'This code runs in a browser.'), serverTypesAndWire],
  },
  {
    files: ['proofs/**/*.ts'],
    restrictions: [never('#(web|words)/', 'Proofs test the server and may not import pages.')],
  },
  {
    files: ['e2e/**/*.ts'],
    restrictions: [
      never(
        '#(?!e2e/fixtures/|crypto/testing/|scripts/testing/|scripts/words/pseudo\\.ts)',
        'Journeys use only the browser and public URLs.',
      ),
    ],
  },
  {
    files: ['e2e/terminal/**/*.ts'],
    restrictions: [
      never('#(?!e2e/fixtures/|scripts/testing/test-relay)', 'Terminal tests may check only input and output.'),
    ],
  },
].map(({ restrictions, ...direction }) => ({ ...direction, restrictions: [...sameEverywhere, ...restrictions] }));

/** The same restrictions as selectors for `import('…')`. A regex in a selector must not contain a bare slash. */
export const dynamicImports = (restrictions: readonly Restriction[]): { selector: string; message: string }[] =>
  restrictions.map(({ regex, message }) => ({
    selector: `ImportExpression > Literal.source[value=/${regex.replaceAll('/', '\\u002F')}/]`,
    message,
  }));
