import type { Plugin } from 'vite';

/**
 * Loads a lazy module together with its styles and its words. If any of them fails, the import fails, and the next
 * import retries.
 *
 * The scripts of the module and of its static imports are fetched before they are imported, and the import then reads
 * them from the browser's cache. Until whatwg/html#10327 (2026), browsers kept the failure of an import until the page
 * was left. A retry from another address would not help a failed static import, and would load shared modules twice.
 */
const PRELOAD = `
import { missingWords } from '#web/i18n/words.ts';
const loading = { [import.meta.url]: true };
const style = (href) => new Promise((resolve, reject) => {
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return resolve();
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.crossOrigin = '';
  link.href = href;
  link.onload = resolve;
  link.onerror = () => {
    link.remove();
    reject(new Error(href));
  };
  document.head.append(link);
});
const script = async (href) => {
  const reply = await fetch(href);
  const code = await reply.text();
  if (!/javascript/.test(reply.ok && reply.headers.get('content-type'))) throw new Error(href);
  await Promise.all([...code.matchAll(/(?:import|from)"(\\.\\/.+?)"/g)].map(([, file]) => once(file, href)));
};
const once = (file, from) => {
  const { href } = new URL(file, from);
  return (loading[href] ??= (file.endsWith('.css') ? style : script)(href).catch((error) => {
    delete loading[href];
    throw error;
  }));
};
export const __vitePreload = async (load, files, from) => {
  const [, module] = /import\\(.(.+?\\.js)/.exec(load);
  await Promise.all([module, ...files].map((file) => once(file, from)));
  const loaded = await load();
  await missingWords();
  return loaded;
};
`;

/** Replaces Vite's `import()` helper, which is three times as large. */
export function smallPreload(): Plugin {
  let replaced = false;
  return {
    name: 'small-preload',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /vite\/preload-helper/ },
      handler(code) {
        if (!code.includes('export const __vitePreload'))
          this.error('The import() helper is not the version this plugin was written for.');
        replaced = true;
        return { code: PRELOAD, map: null };
      },
    },
    generateBundle() {
      if (!replaced && this.environment.name === 'receive')
        this.error('Vite no longer has the helper that this plugin replaces.');
    },
  };
}
