/** Reports visibly that this machine cannot prove something. */
export async function notProved(annotate: (message: string, type: string) => unknown, what: string): Promise<void> {
  await annotate(`NOT PROVED: ${what}`, 'warning');
  process.stderr.write(`\nNOT PROVED here, ${what}\n`);
}
