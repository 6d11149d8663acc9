import type { Plugin, Rolldown } from 'vite';
import type { Shell } from '#web/shells/shells.tsx';
import { fillTexts } from './page-template.ts';
import { renderPageShells } from './render-shells.ts';

interface PageFiles {
  readonly file: string;
  readonly isEntry: true;
  readonly css: readonly string[];
  /** Includes the scripts of workers. */
  readonly assets: readonly string[];
  /** Absent for scripts that are not a page's, and for a few rare pages. */
  readonly shell?: Shell;
}

/**
 * Writes `.vite/manifest.json` in Vite's format, with one entry per page: the files that the page's HTML references.
 */
export function pagesManifest(): Plugin {
  const pages = new Map<string, PageFiles>();
  let shells: Promise<Record<string, Shell>> | undefined;
  return {
    name: 'pages-manifest',
    apply: 'build',
    async generateBundle(_options, bundle) {
      shells ??= renderPageShells();
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk' || !output.isEntry || output.facadeModuleId === null) continue;
        if (output.imports.length > 0)
          this.error(`${output.fileName} imports ${output.imports.join(', ')} statically. A page must be one script.`);
        const entry = output.facadeModuleId.slice(this.environment.config.root.length + 1);
        const shell = (await shells)[entry];
        const filled = shell && { shell: { ...shell, html: fillTexts(shell.html) } };
        pages.set(entry, { ...pageFiles(output), ...filled });
      }
      const source = JSON.stringify(Object.fromEntries(pages), undefined, 2);
      this.emitFile({ type: 'asset', fileName: '.vite/manifest.json', source });
    },
  };
}

function pageFiles({ fileName, viteMetadata }: Rolldown.OutputChunk): PageFiles {
  const [css, assets] = [viteMetadata?.importedCss ?? [], viteMetadata?.importedAssets ?? []];
  return { file: fileName, isEntry: true, css: [...css], assets: [...assets] };
}
