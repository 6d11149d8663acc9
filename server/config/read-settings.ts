import { isSecret } from './setting.ts';
import { readSettingsFile } from './settings-file.ts';
import { findSetting, suggestSetting } from './settings.ts';

/** Names the settings file. That file cannot name another one. */
export const CONFIG_FILE = 'SOTTO_CONFIG_FILE';
const PREFIX = 'SOTTO_';
/** Ends a name that gives the path of a file with a secret, as Docker secrets need it. */
const FILE_SUFFIX = '_FILE';
/** Node replaces bytes that are not UTF-8 with this character. */
const REPLACED = '\uFFFD';

export type Env = Readonly<Record<string, string | undefined>>;
/** Reads the whole file as text. @throws NotText, or the system's error */
export type ReadFile = (path: string) => string;

/** The file is not text in a supported encoding. */
export class NotText extends Error {
  /** Completes "a file that …". */
  readonly problem: string;

  constructor(problem: string) {
    super(problem);
    this.problem = problem;
  }
}
export type Source = 'environment' | 'file';

export interface GivenSettings {
  /** The input of `parseConfig`: names with the prefix `SOTTO_`, including unknown ones. */
  readonly values: Readonly<Record<string, string>>;
  /** Where each value comes from. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Faults of the files and their content, never with a value. */
  readonly faults: readonly string[];
}

/** One setting as given in one place. */
interface GivenSetting {
  readonly value?: string;
  /** The path of the file that holds it. */
  readonly path?: string;
}

/** Reads the environment, the secret files that it names, and one settings file. The environment overrides the file. */
export function readSettings(env: Env, readFile: ReadFile): GivenSettings {
  const faults: string[] = [];
  const read = readOr(faults, readFile);
  const { [CONFIG_FILE]: configFile, ...environment } = ours(env, faults);
  const file = configFile === undefined ? {} : readConfigFile(read(CONFIG_FILE, configFile), faults);
  const said = new Map([...bySetting(file, faults, 'file'), ...bySetting(environment, faults, 'environment')]);

  const values: Record<string, string> = {};
  const sources: Record<string, Source> = {};
  for (const [name, { value, path, source }] of said) {
    const text = path === undefined ? value : withoutEmptyLines(read(`${name}${FILE_SUFFIX}`, path));
    const fault = path === undefined || text === undefined ? undefined : secretFault(text);
    if (fault !== undefined) faults.push(`${name}${FILE_SUFFIX} names ${fault}`);
    if (text === undefined || text === '' || fault !== undefined) continue;
    values[name] = text;
    sources[name] = path === undefined ? source : 'file';
  }
  return { values, sources, faults };
}

/** Empty values count as unset. */
function ours(env: Env, faults: string[]): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || value === '') continue;
    if (value.includes(REPLACED)) faults.push(`${name} in the environment is not UTF-8.`);
    given[name] = value;
  }
  return given;
}

const withoutEmptyLines = (text: string | undefined) =>
  text
    ?.split(/\r?\n/)
    .filter((line) => line !== '')
    .join('\n');

/** Programs disagree about a secret with several lines, and none would report it. */
function secretFault(text: string): string | undefined {
  if (text === '') return 'an empty file.';
  return /[\r\n]/.test(text) ? 'a file with several lines. The secret must be its only line.' : undefined;
}

function readOr(faults: string[], readFile: ReadFile): (name: string, path: string) => string | undefined {
  return (name, path) => {
    try {
      return readFile(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
      const problem = error instanceof NotText ? error.problem : `cannot be read (${code}).`;
      // The path may be the secret itself, entered in the wrong place.
      const file = name === CONFIG_FILE ? `the file ${path}, which` : 'a file that';
      faults.push(`${name} names ${file} ${problem}`);
      return undefined;
    }
  };
}

/** Reads the settings file. An empty value counts as unset. */
function readConfigFile(text: string | undefined, faults: string[]): Record<string, string> {
  const file = readSettingsFile(text ?? '', `the file that ${CONFIG_FILE} names`);
  faults.push(...file.faults);
  const given = file.assignments.filter(({ value }) => value !== '');
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

function bySetting(
  given: Readonly<Record<string, string>>,
  faults: string[],
  source: Source,
): Map<string, GivenSetting & { readonly source: Source }> {
  const said = new Map<string, GivenSetting & { readonly source: Source }>();
  for (const [name, text] of Object.entries(given)) {
    const secret = secretOf(name);
    if (source === 'file' && secret === undefined && findSetting(name) === undefined) {
      const fault =
        name === CONFIG_FILE
          ? 'is not allowed there: the file cannot name another file.'
          : `is not a setting of Sotto.${suggestSetting(name)}`;
      faults.push(`${name}, in the file that ${CONFIG_FILE} names, ${fault}`);
      continue;
    }
    const setting = secret ?? name;
    if (said.has(setting)) faults.push(`${setting} and ${setting}${FILE_SUFFIX} are both set. Set only one of them.`);
    said.set(setting, secret === undefined ? { value: text, source } : { path: text, source });
  }
  return said;
}

/** @returns the secret setting whose file this name gives, such as SOTTO_DATABASE_URL for SOTTO_DATABASE_URL_FILE */
function secretOf(name: string): string | undefined {
  if (!name.endsWith(FILE_SUFFIX)) return undefined;
  const setting = findSetting(name.slice(0, -FILE_SUFFIX.length));
  return setting !== undefined && isSecret(setting) ? name.slice(0, -FILE_SUFFIX.length) : undefined;
}
