interface ScriptPolicy {
  createScriptURL(url: string): string;
}

const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } })
  .trustedTypes;

const known = new Set<string>();

/** Trusted Types: allows only the worker URLs that the build generated. */
const policy = factory?.createPolicy('app-worker', {
  createScriptURL: (url) => {
    if (!known.has(url)) throw new TypeError('Not a worker of this page.');
    return url;
  },
});

/**
 * Call it when the module that starts the worker loads, with the built URL
 * (`import url from './…-worker.ts?worker&url'`).
 * @returns the URL for `new Worker` or for registering a service worker
 */
export function workerUrl(builtUrl: string): string {
  known.add(builtUrl);
  return policy ? policy.createScriptURL(builtUrl) : builtUrl;
}
