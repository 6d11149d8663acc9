import type { Component } from 'solid-js';
import type { GatedSecretProps } from './gates/gated-secret.tsx';
import type { GatesModule } from './state.ts';

/** A separate function, like `importPanel` in opened-files.tsx. */
const importGated = () => import('./gates/gated-secret.tsx');

let Gated: Component<GatedSecretProps> | undefined;

/** Can be repeated after a failure. */
export async function loadGates(): Promise<GatesModule> {
  const loaded = await importGated();
  Gated = loaded.GatedSecret;
  return loaded;
}

/** Only after `loadGates`, which alone leads to the states that it shows. */
export function LazyGatedSecret(props: GatedSecretProps) {
  return Gated?.(props);
}
