/** Headless and alone: no sandbox (containers have no user namespaces), no GPU, no request that a test did not cause. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
