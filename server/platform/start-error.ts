/** The message tells the operator what is wrong and how to fix it. It is shown without a stack trace. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
