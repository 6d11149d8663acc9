import { isGroup } from '#client/words/message.ts';
import type { Table } from '#client/words/message.ts';
import { compileTable, WordsError } from './compile.ts';
import type { Source } from './compile.ts';
import { SERVER_PREFIX, SOURCE_TAG, TERMINAL_PREFIX } from './read-words.ts';
import { valuesOf } from './values.ts';

/** Where a table's module goes, and what it exports besides the type. */
interface Kind {
  /** The beginning of the table's name, which the module's name leaves out. */
  readonly prefix: string;
  readonly folder: string;
  readonly imports?: string;
  readonly value?: (name: string, compiled: Table) => string;
}

const pages: Kind = {
  prefix: '',
  folder: 'web/i18n/tables',
  imports: `import { table } from '#web/i18n/words.ts';`,
  value: (name) => `/* #__PURE__ */ table('${name}')`,
};
const kinds: readonly Kind[] = [
  {
    // With the English: it is there without reading a file.
    prefix: TERMINAL_PREFIX,
    folder: 'cli/words',
    imports: `import { terminalTable } from '#cli/language/words.ts';`,
    value: (name, compiled) => `terminalTable('${name}', ${JSON.stringify(compiled)})`,
  },
  // The server chooses the language of each reply, so a module cannot hold the texts.
  { prefix: SERVER_PREFIX, folder: 'server/words' },
];

export interface GeneratedModule {
  readonly path: string;
  /** Not formatted yet, which takes most of the time. */
  readonly text: string;
}

/** The module that gives code a table's texts with their types. @throws WordsError */
export function tableModule(name: string, source: Source): GeneratedModule {
  const report = (key: string, fault: string) => {
    throw new WordsError(`words/${SOURCE_TAG}/${name}.json, ${key}: ${fault}`);
  };
  const compiled = compileTable(source, { tag: SOURCE_TAG, report });
  const { prefix, folder, imports, value } = kinds.find((kind) => name.startsWith(kind.prefix)) ?? pages;
  const path = `${folder}/${name.slice(prefix.length)}.ts`;
  const constant = camelCase(name.slice(prefix.length));
  const typeName = `${constant[0]?.toUpperCase()}${constant.slice(1)}Words`;
  const type = typeOf(compiled);
  const lines = [
    `// Written by \`npm run words\` from words/${SOURCE_TAG}/${name}.json.`,
    ...(type.includes('Message<') ? [`import type { Message } from '#client/words/message.ts';`] : []),
    ...(imports === undefined ? [] : [imports]),
    '',
    `export interface ${typeName} ${type}`,
    '',
    ...(value === undefined ? [] : [`export const ${constant} = ${value(name, compiled)} as ${typeName};`]),
  ];
  return { path, text: lines.join('\n') };
}

function typeOf(table: Table): string {
  const members = Object.entries(table).map(([key, value]) => `readonly ${JSON.stringify(key)}: ${memberType(value)};`);
  return `{ ${members.join('\n')} }`;
}

function memberType(value: Table[string]): string {
  if (typeof value === 'string') return 'string';
  if (isGroup(value)) return typeOf(value);
  const values = [...valuesOf(value)].map(([name, kind]) => {
    const type = kind === 'text' ? 'string' : kind === 'number' ? kind : kind.map((one) => `'${one}'`).join(' | ');
    return `readonly ${name}: ${type}`;
  });
  return `Message<{ ${values.join('; ')} }>`;
}

const camelCase = (name: string) => name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
