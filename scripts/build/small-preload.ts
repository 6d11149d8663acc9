import type { Plugin } from 'vite';

/**
 * Loads a lazy module together with its styles and its words. If any of them fails, the import fails, and the next
 * import retries.
 */
const PRELOAD = `
import { missingWords } from '#web/i18n/words.ts';
const loading = new Map();
const fetchStyle = (href) => new Promise((resolve, reject) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.crossOrigin = '';
  link.href = href;
  link.onload = resolve;
  link.onerror = () => {
    loading.delete(href);
    link.remove();
    reject(new Error(href));
  };
  document.head.append(link);
});
const style = (href) => {
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  if (!loading.has(href)) loading.set(href, fetchStyle(href));
  return loading.get(href);
};
export const __vitePreload = async (load, files = [], from = location.href) => {
  await Promise.all(files.filter((file) => file.endsWith('.css')).map((file) => style(new URL(file, from).href)));
  const loaded = await load();
  await missingWords();
  return loaded;
};
`;

/**
 * Replaces Vite's `import()` helper, which is three times as large: it also preloads scripts, which this build never
 * does.
 */
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
