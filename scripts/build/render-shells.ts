import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import solid from 'vite-plugin-solid';
import type { Tables } from '#client/words/message.ts';
import type { WordsBlock } from '#web/i18n/words.ts';
import type { Shell } from '#server/http/site/words.ts';
import type { renderShells } from '#web/shells/shells.tsx';
import { className } from './class-name.ts';

const TEMPLATE = 'web/index.html';

/** Places for the server to fill, as in the template. */
const SUPPORT = '<a href="%SUPPORT_CONTACT%" rel="noreferrer noopener">%support%</a>';
const OWN_LINKS = `<!--links--><!--support-->${SUPPORT}<!--/support-->`;

/** @returns keyed by the page's module */
export type RenderShells = (
  tables: object,
  language: Pick<WordsBlock, 'lang' | 'dir' | 'languages'>,
) => Record<string, Shell>;

/**
 * Renders what each page shows before its script runs, with the components that the page itself uses: its header and
 * footer, headline and outline. Placeholders stay for the server.
 */
export async function renderPageShells(): Promise<RenderShells> {
  const module: { exports: { renderShells?: typeof renderShells } } = { exports: {} };
  const world = { module, exports: module.exports, document: placeholders(await readFile(TEMPLATE, 'utf8')) };
  const globals = { setTimeout, URL, location: new URL('https://shell.invalid/') };
  runInContext(await bundleForNode(), createContext({ ...world, ...globals }));
  const render = module.exports.renderShells;
  if (render === undefined) throw new Error('The bundle of the shells exports nothing.');
  return (tables, language) => {
    const shells = Object.entries(render(tables as Tables, language));
    return Object.fromEntries(shells.map(([page, shell]) => [page, { ...shell, html: escapeInTags(shell.html) }]));
  };
}

const TAG = /<[a-z][\w-]*(?:\s+[\w:-]+(?:="[^"]*")?)*\s*\/?>/g;

/** Solid leaves `<` in attributes. A text there must not look like one of the places that the server fills. */
const escapeInTags = (html: string) => html.replace(TAG, (tag) => `<${tag.slice(1).replaceAll('<', '&lt;')}`);

async function bundleForNode(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    css: { modules: { generateScopedName: className } },
    plugins: [solid({ solid: { generate: 'ssr', hydratable: false } })],
    ssr: { noExternal: true },
    build: {
      ssr: 'web/shells/shells.tsx',
      write: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false }, checks: { bundlerTimings: false } },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk] = built.output;
  return chunk.code;
}

/** The parts of a `document` that the layout reads. */
function placeholders(template: string) {
  const metas: Readonly<Record<string, string>> = {
    'meta[name="base-path"]': '%BASE_PATH%',
    'meta[name="brand"]': JSON.stringify({ name: '%BRAND_NAME%', initial: '', footerLinks: [] }),
  };
  const wordmark = /<template id="own-wordmark">([^]*?)<\/template>/.exec(template)?.[1]?.trim() ?? '';
  const parts: Readonly<Record<string, string>> = { '#own-wordmark': wordmark, '#own-links': OWN_LINKS };
  return {
    documentElement: { dataset: {} },
    getElementById: () => null,
    querySelector: (selector: string) => {
      const content = metas[selector];
      if (content !== undefined) return { content };
      // Solid inserts the member `t` of an object as HTML.
      const part = parts[selector];
      return part === undefined ? null : { content: { cloneNode: () => ({ t: part }) } };
    },
  };
}
