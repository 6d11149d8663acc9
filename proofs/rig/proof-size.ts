/** `ci` keeps the whole run within a few minutes; `npm run proof` runs at full size. */
export type ProofSize = 'ci' | 'full';

const proofSize: ProofSize = process.env['PROOF_SIZE'] === 'full' ? 'full' : 'ci';

export const bySize = <T>(sizes: Readonly<Record<ProofSize, T>>): T => sizes[proofSize];
