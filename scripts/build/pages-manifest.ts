import type { Plugin, Rolldown } from 'vite';

interface PageFiles {
  readonly file: string;
  readonly isEntry: true;
  readonly css: readonly string[];
  /** Includes the scripts of workers. */
  readonly assets: readonly string[];
  /** The tables of words that the page's own script uses. Lazy modules load theirs. */
  readonly words: readonly string[];
}

/**
 * Writes `.vite/manifest.json` in Vite's format, with one entry per page: the files that the page's HTML references.
 */
export function pagesManifest(): Plugin {
  const pages = new Map<string, PageFiles>();
  return {
    name: 'pages-manifest',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk' || !output.isEntry || output.facadeModuleId === null) continue;
        if (output.imports.length > 0)
          this.error(`${output.fileName} imports ${output.imports.join(', ')} statically. A page must be one script.`);
        const entry = output.facadeModuleId.slice(this.environment.config.root.length + 1);
        pages.set(entry, pageFiles(output));
      }
      const source = JSON.stringify(Object.fromEntries(pages), undefined, 2);
      this.emitFile({ type: 'asset', fileName: '.vite/manifest.json', source });
    },
  };
}

const TABLE = /\/web\/i18n\/tables\/([\w-]+)\.ts$/;

function pageFiles({ fileName, viteMetadata, modules }: Rolldown.OutputChunk): PageFiles {
  const words = Object.entries(modules).flatMap(([id, { renderedLength }]) =>
    renderedLength > 0 ? (TABLE.exec(id)?.[1] ?? []) : [],
  );
  const [css, assets] = [viteMetadata?.importedCss ?? [], viteMetadata?.importedAssets ?? []];
  return { file: fileName, isEntry: true, css: [...css], assets: [...assets], words };
}
