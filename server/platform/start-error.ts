/** For whoever starts it: what is wrong and what mends it, in sentences, and no stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
