import { rm } from 'node:fs/promises';
import { defineConfig } from 'vite';
import type { ViteBuilder } from 'vite';
import solid from 'vite-plugin-solid';
import { className } from './scripts/build/class-name.ts';
import { compressAssets } from './scripts/build/compress-assets.ts';
import { innerFunctionsStayInside } from './scripts/build/inner-functions-stay-inside.ts';
import { lateCopies } from './scripts/build/late-copies.ts';
import { buildTarget } from './scripts/build/oldest-browsers.ts';
import { pageTemplate } from './scripts/build/page-template.ts';
import { pagesManifest } from './scripts/build/pages-manifest.ts';
import { smallPreload } from './scripts/build/small-preload.ts';
import { solidTrustedTypes } from './scripts/build/solid-trusted-types.ts';
import { wordsFiles } from './scripts/build/words-files.ts';

/**
 * A service worker is registered by its URL, which also limits its scope, so the URL must not change between
 * versions.
 */
const stableNames: Readonly<Record<string, string>> = { saveWorker: 'save-worker.js' };

/**
 * One entry per page. Every navigation loads a new document, so that leaving a page leaves nothing behind in memory.
 */
const entries = {
  boot: 'web/app/boot.ts',
  saveWorker: 'web/pages/receive/files/worker/save-worker.ts',
  compose: 'web/pages/compose/main.tsx',
  receive: 'web/pages/receive/main.tsx',
  ask: 'web/pages/ask/main.tsx',
  answer: 'web/pages/answer/main.tsx',
  manage: 'web/pages/manage/main.tsx',
  shares: 'web/pages/shares/main.tsx',
  report: 'web/pages/report/main.tsx',
  howItWorks: 'web/pages/about/how-it-works-main.tsx',
  security: 'web/pages/about/security-main.tsx',
  signIn: 'web/pages/sign-in/main.tsx',
  signedIn: 'web/pages/sign-in/signed-in-main.tsx',
  brand: 'web/pages/brand/main.tsx',
  notFound: 'web/pages/not-found/main.tsx',
};

/**
 * Each page is built separately into one script. Most people visit a single page, and one script takes a single
 * request and is a sixth smaller than chunks shared between pages.
 */
const environments = Object.fromEntries(
  Object.entries(entries).map(([name, input]) => [
    name,
    {
      consumer: 'client' as const,
      build: {
        // Runs in browsers that cannot read the other scripts, to say so.
        ...(name === 'boot' && { target: 'es2015' }),
        rolldownOptions: {
          input: { [name]: input },
          output: {
            ...(stableNames[name] !== undefined && { entryFileNames: stableNames[name] }),
            // Keeps static imports in the entry even if lazy modules need them too (rolldown#10731).
            codeSplitting: { groups: [{ name, test: (id: string) => id.endsWith(`/${input}`) }] },
          },
        },
      },
    },
  ]),
);

async function buildPages(builder: ViteBuilder): Promise<void> {
  await rm(builder.config.build.outDir, { recursive: true, force: true });
  for (const name of Object.keys(entries)) {
    const environment = builder.environments[name];
    if (environment !== undefined) await builder.build(environment);
  }
}

export default defineConfig({
  // Relative, so that one build works under any base path.
  base: './',
  publicDir: 'web/public',
  plugins: [
    solid(),
    lateCopies(),
    solidTrustedTypes(),
    smallPreload(),
    pageTemplate(),
    pagesManifest(),
    wordsFiles(),
    innerFunctionsStayInside(),
    compressAssets(),
  ],
  css: { modules: { generateScopedName: className } },
  environments,
  builder: { sharedConfigBuild: true, sharedPlugins: true, buildApp: buildPages },
  build: {
    outDir: 'dist/web',
    emptyOutDir: false,
    target: buildTarget,
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  worker: { format: 'es' },
});
