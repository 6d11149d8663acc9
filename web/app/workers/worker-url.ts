interface ScriptPolicy {
  createScriptURL(url: string): string;
}

const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } })
  .trustedTypes;

const known = new Set<string>();

/** Trusted Types: scripts that run beside the page, each by the one address that the build gave it. */
const policy = factory?.createPolicy('app-worker', {
  createScriptURL: (url) => {
    if (!known.has(url)) throw new TypeError('Not a worker of this page.');
    return url;
  },
});

/**
 * To be called with what the build says (`import url from './…-worker.ts?worker&url'`), as the module that starts the
 * worker is loaded. @returns the address, as `new Worker` and a service worker's registration take it
 */
export function workerUrl(builtUrl: string): string {
  known.add(builtUrl);
  return policy ? policy.createScriptURL(builtUrl) : builtUrl;
}
