/** Its message tells the operator in sentences what is wrong and how to fix it. It is shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
