import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runLanes, runStage } from './run-stage.ts';
import type { Stage } from './stages.ts';

const node = (code: string, report: Stage['report'] = 'exit-code'): Stage => ({
  name: 'a stage',
  command: [process.execPath, '-e', code],
  report,
});

const writing = (json: unknown) =>
  `require('node:fs').writeFileSync(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME, ${JSON.stringify(JSON.stringify(json))})`;

const stats = (counts: object) => ({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...counts } });

test('a check counts as one test', async () => {
  expect(await runStage(node(''))).toMatchObject({ passed: 1, failed: 0 });
  expect(await runStage(node('process.exit(3)'))).toMatchObject({ passed: 0, failed: 1 });
});

test('a check that a signal ended counts as failed', async () => {
  expect(await runStage(node('process.kill(process.pid, "SIGKILL")'))).toMatchObject({ failed: 1 });
});

test('a check whose program is missing counts as failed', async () => {
  const missing: Stage = { name: 'a stage', command: ['no-such-program'], report: 'exit-code' };
  expect(await runStage(missing)).toMatchObject({ passed: 0, failed: 1 });
});

test('a runner that wrote no report counts as failed', async () => {
  expect(await runStage(node('', 'playwright'))).toMatchObject({ passed: 0, failed: 1 });
});

test('a runner that found no tests counts as failed', async () => {
  expect(await runStage(node(writing(stats({})), 'playwright'))).toMatchObject({ passed: 0, failed: 1 });
});

test('a runner that crashed after its last test passed counts as failed', async () => {
  const crash = `${writing(stats({ expected: 5 }))}; process.exit(1)`;
  expect(await runStage(node(crash, 'playwright'))).toMatchObject({ passed: 5, failed: 1 });
});

test('lanes run side by side, and the stages of a lane in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-lanes-'));
  const file = JSON.stringify(join(folder, 'written'));
  const waits = `while (!require('node:fs').existsSync(${file}));`;
  const writes = `require('node:fs').writeFileSync(${file}, '', { flag: 'wx' })`;
  const removes = `require('node:fs').rmSync(${file})`;
  const outcomes = await runLanes([[node(`${waits} ${removes}`)], [node(writes), node(waits.replace('!', ''))]]);
  expect(outcomes).toMatchObject([{ failed: 0 }, { failed: 0 }, { failed: 0 }]);
  rmSync(folder, { recursive: true });
});

test('a stage’s own environment comes before that of its lane', async () => {
  const expects = (value: string) => node(`process.exit(process.env.SOTTO_LANE === '${value}' ? 0 : 1)`);
  const own: Stage = { ...expects('stage'), environment: { SOTTO_LANE: 'stage' } };
  const outcomes = await runLanes([[expects('lane'), own]], { SOTTO_LANE: 'lane' });
  expect(outcomes).toMatchObject([{ passed: 1 }, { passed: 1 }]);
});
