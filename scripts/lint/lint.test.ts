import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import tseslint from 'typescript-eslint';

/** The project's config without the rules that need types, because the linted files do not exist on disk. */
const untyped = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });

async function refusals(filePath: string, code: string): Promise<string[]> {
  const [result] = await untyped.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'fatal');
}

const imports = '@typescript-eslint/no-restricted-imports';
const syntax = 'no-restricted-syntax';
const use = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;\n`;
const useType = (specifier: string) => `import type { X } from '${specifier}';\nexport type Y = X;\n`;
const useLate = (specifier: string) => `export const y = () => import('${specifier}');\n`;

test.for<[file: string, subject: string]>([
  ['crypto/a.ts', '#server/errors.ts'],
  ['crypto/a.ts', 'valibot'],
  ['crypto/a.ts', 'node:crypto'],
  ['crypto/answer.ts', 'hpke'],
  ['crypto/answer-suite.ts', '@scure/base'],
  ['crypto/a.test.ts', 'node:fs'],
  ['client/a.ts', '#web/app/network/api.ts'],
  ['client/a.ts', 'solid-js'],
  ['client/a.ts', '#server/errors.ts'],
  ['client/a.ts', '#server/records/share.ts'],
  ['server/shares/open-share.ts', '#crypto/envelope.ts'],
  ['server/shares/open-share.ts', '#crypto/keys.ts'],
  ['server/shares/open-share.ts', '#client/api.ts'],
  ['server/shares/open-share.ts', 'hono'],
  ['server/shares/open-share.ts', 'kysely'],
  ['server/shares/routes.ts', 'kysely'],
  ['server/shares/routes.ts', 'hono'],
  ['server/records/share.ts', 'hono'],
  ['server/records/share.ts', '#server/http/problem.ts'],
  ['migrations/0001-shares.ts', '#server/errors.ts'],
  ['migrations/0001-shares.ts', 'better-sqlite3'],
  ['web/pages/compose/create-compose.ts', '#server/errors.ts'],
  ['web/pages/compose/create-compose.ts', 'node:crypto'],
  ['web/pages/compose/compose-page.tsx', '#client/share.ts'],
  ['web/pages/compose/create-compose.ts', '#web/pages/ask/create-ask.ts'],
  ['web/pages/compose/compose-page.tsx', '#web/pages/receive/opened-content.tsx'],
  ['web/pages/receive/receive-page.tsx', '#web/pages/inbox/inbox-panel.tsx'],
  ['web/parts/sheet/room.ts', '#web/pages/compose/compose-draft.ts'],
  ['web/parts/sheet/secret-text.tsx', '#web/pages/answer/answer-sheet.tsx'],
  ['web/parts/link/copy-line.tsx', '#words/compose.ts'],
  ['web/pages/answer/answer-sheet.tsx', '#words/compose.ts'],
  ['web/ui/button.tsx', '#web/app/network/api.ts'],
  ['web/ui/button.tsx', '#words/compose.ts'],
  ['web/app/network/api.ts', '#web/parts/link/read-key.ts'],
  ['web/app/layout/page.tsx', '#web/parts/statement/statement.tsx'],
  ['e2e/share-once.spec.ts', '#crypto/keys.ts'],
  ['server/a.ts', '../crypto/bytes.ts'],
  ['web/pages/compose/main.tsx', '../mount.tsx'],
  ['web/pages/compose/main.tsx', './compose-page'],
])('%s may not import %s, statically or lazily', async ([file, specifier]) => {
  expect(await refusals(file, use(specifier))).toContain(imports);
  expect(await refusals(file, useLate(specifier))).toContain(syntax);
});

test.for<[file: string, subject: string]>([
  ['crypto/a.ts', '@noble/hashes/sha2.js'],
  ['crypto/answer-suite.ts', 'hpke'],
  ['crypto/a.test.ts', 'fast-check'],
  ['client/a.ts', '#server/shares/wire.ts'],
  ['client/a.ts', '#server/http/frame.ts'],
  ['client/a.ts', '#crypto/keys.ts'],
  ['cli/a.ts', '#server/http/loopback.ts'],
  ['server/shares/open-share.ts', '#crypto/ids.ts'],
  ['server/shares/open-share.ts', '#crypto/preamble.ts'],
  ['server/http/problem.ts', 'hono'],
  ['server/records/share.ts', 'kysely'],
  ['web/pages/compose/create-compose.ts', '#client/share.ts'],
  ['web/pages/compose/compose-page.tsx', '#web/ui/button.tsx'],
  ['web/pages/compose/compose-page.tsx', '#words/compose.ts'],
  ['web/pages/compose/compose-page.tsx', './compose.module.css'],
  ['web/pages/compose/compose-page.tsx', '#web/parts/sheet/secret-text.tsx'],
  ['web/pages/receive/files/zip.ts', '#web/pages/receive/look.ts'],
  ['web/pages/manage/lazy-inbox.tsx', '#web/pages/inbox/inbox-panel.tsx'],
  ['web/pages/inbox/answer-card.tsx', '#web/pages/receive/opened-content.tsx'],
  ['web/ui/button.tsx', 'solid-js'],
  ['web/parts/files/file-list.tsx', '#client/display-name.ts'],
  ['web/app/workers/kdf.ts', './kdf-worker.ts?worker&url'],
  ['e2e/share-once.spec.ts', './fixtures/journey.ts'],
])('%s may import %s', async ([file, specifier]) => {
  expect(await refusals(file, use(specifier))).not.toContain(imports);
  expect(await refusals(file, useLate(specifier))).not.toContain(syntax);
});

test.for<[file: string, subject: string]>([
  ['client/a.ts', '#server/errors.ts'],
  ['web/pages/compose/compose-page.tsx', '#client/share.ts'],
  ['web/i18n/spans.ts', '#web/pages/ask/state.ts'],
  ['server/errors.ts', 'hono/utils/http-status'],
])('%s may import types from %s', async ([file, specifier]) => {
  expect(await refusals(file, useType(specifier))).not.toContain(imports);
});

test.for<[file: string, code: string, rule: string]>([
  ['web/a.tsx', 'export const A = () => <p style="color: red">x</p>;', syntax],
  ['web/a.tsx', 'export const A = () => <p style={{ color: "red" }}>x</p>;', syntax],
  ['web/a.tsx', 'export const A = (p: { t: string }) => <p innerHTML={p.t} />;', syntax],
  ['web/a.ts', 'export const a = (e: Element, t: string) => { e.innerHTML = t; };', syntax],
  ['web/a.ts', 'export const a = (e: Element, t: string) => e.insertAdjacentHTML("beforeend", t);', syntax],
  ['web/a.ts', 'export const a = (t: string) => { document.write(t); };', syntax],
  ['server/a.test.ts', 'test.only("x", () => {});', syntax],
  ['server/a.test.ts', 'describe.skip("x", () => {});', syntax],
  ['proofs/a.proof.ts', 'test.runIf(a)("x", () => {});', syntax],
  ['server/a.test.ts', 'test.skipIf(a)("x", () => {});', syntax],
  ['e2e/a.spec.ts', 'test.describe.only("x", () => {});', syntax],
  ['e2e/a.spec.ts', 'test.fixme("x", () => {});', syntax],
  ['server/a.test.ts', 'vi.mock("#server/errors.ts");', syntax],
  ['e2e/a.spec.ts', 'await page.waitForTimeout(100);', syntax],
  ['server/a.ts', 'export const a = (b: any) => b as unknown;', '@typescript-eslint/no-explicit-any'],
  ['server/a.ts', 'export const a = (b?: string) => b!.length;', '@typescript-eslint/no-non-null-assertion'],
  ['server/a.ts', 'export const a = (b: 1, c: 1, d: 1, e: 1) => [b, c, d, e];', 'max-params'],
  ['server/a.ts', `export const a = () => [\n${'  1,\n'.repeat(60)}];`, 'max-lines-per-function'],
  ['web/a.tsx', `export const A = () => (\n<p>\n${'<br />\n'.repeat(130)}</p>);`, 'max-lines-per-function'],
  ['server/a.ts', '\n'.repeat(251), 'max-lines'],
  ['server/a.ts', '// TODO: later\nexport const a = 1;', 'no-warning-comments'],
  ['server/a.ts', 'console.log(1);', 'no-console'],
  ['web/a/create-a.ts', 'export const a = () => document.title;', 'no-restricted-globals'],
])('%s must not contain: %s', async ([file, code, rule]) => {
  expect(await refusals(file, code)).toContain(rule);
});

test.for<[file: string, subject: string]>([
  ['crypto/a.ts', 'export const a = (b: Uint8Array) => b[0]!;'],
  ['web/a.tsx', `export const A = () => (\n<p>\n${'<br />\n'.repeat(80)}</p>);`],
  ['web/i18n/tables/a.ts', `export const a = {\n${'  // words\n'.repeat(300)}};`],
])('%s may use the exceptions of its folder: %s', async ([file, code]) => {
  expect(await refusals(file, code)).toEqual([]);
});

const showing = (child: string) => `export const A = () => <Show when={x()}>{${child}}</Show>;`;

test.for<[file: string, code: string, rule: string]>([
  ['web/a.tsx', 'export const A = () => <p>Delete it</p>;', 'english/words'],
  ['web/a.tsx', 'export const A = () => <p>{"Delete"}</p>;', 'english/words'],
  ['web/a.tsx', 'export const A = () => <p>{`${n()} left`}</p>;', 'english/words'],
  ['web/a.tsx', 'export const A = () => <img alt="A seal" />;', 'english/words'],
  ['web/a.tsx', 'export const A = () => <button aria-label={"Close"} />;', 'english/words'],
  ['web/a.tsx', 'export const A = () => <input placeholder="Title" />;', 'english/words'],
  ['web/a.ts', 'export const a = "Nothing was sent.";', 'english/words'],
  ['web/a.ts', 'export const a = (n: number) => `It has ${n} more parts`;', 'english/words'],
  ['web/a.tsx', showing('(text) => text()'), 'english/once'],
  ['web/a.tsx', showing('() => say(words.left, { left: 1 })'), 'english/once'],
  ['web/a.tsx', 'export function A() { const a = say(words.b, {}); return <p>{a}</p>; }', 'english/once'],
  ['web/a.ts', 'export const a = formatAbsolute(5);', 'english/once'],
  ['web/a.ts', 'export const a = (n: number) => (n === 1 ? "answer" : "answers");', 'english/plural'],
  ['cli/a.ts', 'export const a = (n: number) => `${n} ${n === 1 ? "line is" : "lines are"} wrong`;', 'english/plural'],
  ['cli/a.ts', 'export const a = (n: number) => `${n} line${n !== 1 ? "s" : ""}`;', 'english/plural'],
  ['cli/a.ts', 'export const a = (n: number) => (n > 1 ? `${n} times` : "once");', 'english/plural'],
  ['cli/a.ts', 'const [a, b] = n === 1 ? ["one answer", "is"] : ["answers", "are"];', 'english/plural'],
  ['web/a.ts', 'export const a = (b: string) => b.toLowerCase();', 'english/letter-case'],
  ['web/a.ts', 'export const a = (b: string) => b.charAt(0).toUpperCase() + b.slice(1);', 'english/letter-case'],
  ['web/a.ts', 'export const a = (b: string) => b.toLocaleLowerCase();', 'english/letter-case'],
  ['cli/a.ts', 'export const a = (b: string[]) => b.join(", ");', 'english/join'],
  ['web/a.ts', 'export const a = (b: string[]) => b.join(" ");', 'english/join'],
  ['cli/a.ts', 'export const a = (b: number) => b.toLocaleString("en");', 'english/locale'],
  ['web/a.ts', 'export const a = (b: Date) => b.toLocaleDateString();', 'english/locale'],
  ['web/a.ts', 'export const a = new Intl.ListFormat("en-GB");', 'english/locale'],
  ['web/a.ts', 'export const a = new Intl.Collator(undefined, { numeric: true });', 'english/locale'],
])('%s must not contain English: %s', async ([file, code, rule]) => {
  expect(await refusals(file, code)).toContain(rule);
});

test.for<[file: string, code: string]>([
  ['web/a.tsx', 'export const A = () => <p>{words.title} · {say(words.left, { left: 1 })}</p>;'],
  [
    'web/a.tsx',
    'export const A = () => <a class="visually-hidden" href={`${base()}shares`} rel="noopener noreferrer" />;',
  ],
  ['web/a.tsx', showing('(text) => <>{text()}</>')],
  ['web/a.tsx', 'export const A = () => <svg viewBox={`0 0 ${props.size.join(" ")}`} />;'],
  ['web/a.ts', 'export const a = () => { throw new Error("The shell has no element."); };'],
  ['web/a.ts', 'export const a = (n: number) => words[n === 1 ? only : several];'],
  ['web/a.ts', 'export const a = (b: string) => b.toLocaleLowerCase(currentLocale());'],
  ['web/a.ts', 'export const a = (b: number) => b.toString(16).toUpperCase();'],
  ['web/a.ts', 'export const a = perLocale((locale) => new Intl.NumberFormat(locale));'],
  ['cli/admin/a.ts', 'export const a = (b: string[]) => b.join(", ");'],
])('%s may contain: %s', async ([file, code]) => {
  expect((await refusals(file, code)).filter((rule) => rule.startsWith('english/'))).toEqual([]);
});

test('a comment cannot disable a rule', async () => {
  const silenced = '// eslint-disable-next-line no-console\nconsole.log(1);\n';
  expect(await refusals('server/a.ts', silenced)).toContain('no-console');
});
