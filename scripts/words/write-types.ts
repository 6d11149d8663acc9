import { format, resolveConfig } from 'prettier';
import type { Part } from '#client/words/message.ts';
import { compileTable, WordsError } from './compile.ts';
import type { CompiledTable, Source } from './compile.ts';
import { SOURCE_TAG } from './read-words.ts';
import { valuesOf } from './values.ts';

/** Tables of the terminal, whose modules also hold the English: it is there without reading a file. */
const TERMINAL = 'terminal-';

export interface GeneratedModule {
  readonly path: string;
  readonly text: string;
}

/** Writes the module that gives code a table's texts with their types. @throws WordsError */
export async function tableModule(name: string, source: Source): Promise<GeneratedModule> {
  const report = (key: string, fault: string) => {
    throw new WordsError(`words/${SOURCE_TAG}/${name}.json, ${key}: ${fault}`);
  };
  const compiled = compileTable(source, { tag: SOURCE_TAG, report });
  const forTerminal = name.startsWith(TERMINAL);
  const path = forTerminal ? `cli/words/${name.slice(TERMINAL.length)}.ts` : `web/i18n/tables/${name}.ts`;
  const constant = camelCase(forTerminal ? name.slice(TERMINAL.length) : name);
  const typeName = `${constant[0]?.toUpperCase()}${constant.slice(1)}Words`;
  const value = forTerminal
    ? `terminalTable('${name}', ${JSON.stringify(compiled)}) as ${typeName}`
    : `/* #__PURE__ */ table('${name}') as ${typeName}`;
  const type = typeOf(compiled);
  const lines = [
    `// Written by \`npm run words\` from words/${SOURCE_TAG}/${name}.json.`,
    ...(type.includes('Message<') ? [`import type { Message } from '#client/words/message.ts';`] : []),
    forTerminal
      ? `import { terminalTable } from '#cli/terminal/words.ts';`
      : `import { table } from '#web/i18n/words.ts';`,
    '',
    `export interface ${typeName} ${type}`,
    '',
    `export const ${constant} = ${value};`,
  ];
  const options = (await resolveConfig(path)) ?? {};
  return { path, text: await format(lines.join('\n'), { ...options, parser: 'typescript' }) };
}

function typeOf(table: CompiledTable): string {
  const members = Object.entries(table).map(([key, value]) => `readonly ${JSON.stringify(key)}: ${memberType(value)};`);
  return `{ ${members.join('\n')} }`;
}

function memberType(value: CompiledTable[string]): string {
  if (typeof value === 'string') return 'string';
  if (!isMessage(value)) return typeOf(value);
  const values = [...valuesOf(value)].map(([name, kind]) => {
    const type = kind === 'text' ? 'string' : kind === 'number' ? kind : kind.map((one) => `'${one}'`).join(' | ');
    return `readonly ${name}: ${type}`;
  });
  return `Message<{ ${values.join('; ')} }>`;
}

export const isMessage = (value: CompiledTable[string]): value is readonly Part[] => Array.isArray(value);

export const camelCase = (name: string) => name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
