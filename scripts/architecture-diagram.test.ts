import { expect, test } from 'vitest';
import { drawDiagram, importsOf, parseDiagram } from './architecture-diagram.ts';

const diagram = `\
client
server/
  app (main.ts app.ts) → shares
  shares
  http
wire (server/*/wire.ts)
`;

test('each place gets an arrow to every place that its files import', () => {
  const drawn = drawDiagram(parseDiagram(diagram), [
    ['client/open.ts', 'server/shares/wire.ts'],
    ['server/app.ts', 'server/http/serve.ts'],
    ['server/shares/open-share.ts', 'server/http/reply.ts'],
    ['server/shares/open-share.ts', 'server/shares/routes.ts'],
  ]);
  expect(drawn).toBe(`\
client                 → wire
server/
  app (main.ts app.ts) → http
  shares               → http
  http
wire (server/*/wire.ts)
`);
});

test('an arrow that points up is marked', () => {
  const drawn = drawDiagram(parseDiagram(diagram), [['server/http/serve.ts', 'server/shares/routes.ts']]);
  expect(drawn).toContain('http                 → ↑shares');
});

test('arrows from elsewhere into one folder of the server share its name', () => {
  const drawn = drawDiagram(parseDiagram(diagram), [
    ['client/open.ts', 'server/shares/describe-share.ts'],
    ['client/open.ts', 'server/http/reply.ts'],
  ]);
  expect(drawn).toContain('→ server/{shares,http}');
});

test('a drawn diagram is read back as the same diagram', () => {
  const drawn = drawDiagram(parseDiagram(diagram), [['server/app.ts', 'server/http/serve.ts']]);
  expect(drawDiagram(parseDiagram(drawn), [['server/app.ts', 'server/http/serve.ts']])).toBe(drawn);
});

test('a file that no line names is an error', () => {
  expect(() => drawDiagram(parseDiagram(diagram), [['server/new/a.ts', 'client/b.ts']])).toThrow('server/new/a.ts');
});

test('imports are found by alias and by path, static and dynamic, and types are not imports', () => {
  const source = `\
import { a } from './a.ts';
import {
  b,
} from '#client/b.ts';
import type { C } from '#client/c.ts';
export { d } from '#words/d.ts';
import worker from '#web/e.ts?worker&url';
import './f.css';
import 'hono';
export const colour = '#fffefb';
export const late = () => import('#crypto/g.ts');
`;
  expect(importsOf('server/x/y.ts', source)).toEqual([
    ['server/x/y.ts', 'server/x/a.ts'],
    ['server/x/y.ts', 'client/b.ts'],
    ['server/x/y.ts', 'web/i18n/tables/d.ts'],
    ['server/x/y.ts', 'web/e.ts'],
    ['server/x/y.ts', 'server/x/f.css'],
    ['server/x/y.ts', 'crypto/g.ts'],
  ]);
});
