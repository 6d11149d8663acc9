import type { Outcome } from './run-stage.ts';

const sum = (outcomes: readonly Outcome[], member: 'passed' | 'failed') =>
  outcomes.reduce((total, outcome) => total + outcome[member], 0);

/** Prints failed tests, one line per stage, then only `N passed, N failed` on the last line. @returns the exit code */
export function summarize(outcomes: readonly Outcome[]): 0 | 1 {
  const failed = sum(outcomes, 'failed');
  const rows = outcomes.map(({ name, passed, failed: lost, seconds }) =>
    [
      name.padEnd(16),
      `${passed} passed`.padStart(12),
      `${lost} failed`.padStart(10),
      `${seconds.toFixed(1)} s`.padStart(9),
    ].join(''),
  );
  const failures = outcomes.flatMap((outcome) => outcome.failures.map((failure) => `${outcome.name}: ${failure}`));
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
  console.log(`\n${rows.join('\n')}\n\n${sum(outcomes, 'passed')} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
