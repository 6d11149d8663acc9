import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { compressAssets } from './web/build/compress-assets.ts';
import { innerFunctionsStayInside } from './web/build/inner-functions-stay-inside.ts';
import { pageTemplate } from './web/build/page-template.ts';
import { solidTrustedTypes } from './web/build/solid-trusted-types.ts';

/** One entry a page: every navigation loads a document, so that leaving a page leaves nothing behind. */
const entries = [
  'web/boot.ts',
  'web/compose/main.tsx',
  'web/receive/main.tsx',
  'web/manage/main.tsx',
  'web/shares/main.tsx',
  'web/about/how-it-works-main.tsx',
  'web/about/security-main.tsx',
  'web/not-found/main.tsx',
];

export default defineConfig({
  // Relative, so that the same build serves below any path.
  base: './',
  publicDir: 'web/public',
  plugins: [solid(), solidTrustedTypes(), pageTemplate(), innerFunctionsStayInside(), compressAssets()],
  build: {
    outDir: 'dist/web',
    target: 'es2022',
    manifest: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: entries },
  },
  worker: { format: 'es' },
});
