import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorStatus } from './errors.ts';
import { openTestApp } from './testing/test-app.ts';
import type { TestApp } from './testing/test-app.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { readonly schema: object }> }
  >;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

let app: TestApp;
let document: Document;
let operations: readonly (readonly [string, string, Operation])[];

beforeAll(async () => {
  app = await openTestApp({ env: { SOTTO_PUBLIC_URL: 'https://example.org/a/b/' } });
  document = (await (await app.ask('GET', '/api/openapi.json')).json()) as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [path, method, operation] as const),
  );
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

test('the document names its version, its address and every route', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info.title).toBe('Sotto');
  expect(document.info.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(document.servers).toEqual([{ url: 'https://example.org/a/b' }]);
  expect(operations.map(([path, method]) => `${method} ${path}`).toSorted()).toEqual([
    'get /api/config',
    'get /healthz',
    'get /readyz',
    'post /api/reports',
    'post /api/requests/status',
    'post /api/requests/{id}/close',
    'post /api/requests/{id}/delete',
    'post /api/requests/{id}/delete-answer',
    'post /api/requests/{id}/describe',
    'post /api/requests/{id}/read',
    'post /api/requests/{id}/status',
    'post /api/shares/status',
    'post /api/shares/{id}/acknowledge',
    'post /api/shares/{id}/body',
    'post /api/shares/{id}/code',
    'post /api/shares/{id}/delete',
    'post /api/shares/{id}/describe',
    'post /api/shares/{id}/open',
    'post /api/shares/{id}/recipients',
    'post /api/shares/{id}/renew',
    'post /api/shares/{id}/shorten',
    'post /api/shares/{id}/status',
    'post /api/shares/{id}/unlock',
    'put /api/requests/{id}',
    'put /api/shares/{id}',
    'put /api/shares/{id}/parts/{part}',
    'put /api/shares/{id}/upload',
  ]);
});

test('operation ids are unique and path parameters are declared', () => {
  expect(new Set(operations.map(([, , { operationId }]) => operationId)).size).toBe(operations.length);
  for (const [path, , { parameters = [] }] of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual(named);
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(parameters.every((parameter) => inPath.includes(parameter) || parameter.in === 'header')).toBe(true);
  }
});

test('every operation documents a success and its possible errors', () => {
  const statuses = new Set<number>(Object.values(errorStatus));
  for (const [path, , { summary, responses, requestBody }] of operations) {
    expect(summary, path).not.toBe('');
    expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    expect(Object.keys(responses)).toContain('500');
    if (requestBody) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '413', '415', '429']));
    for (const [status, { description, content = {} }] of Object.entries(responses)) {
      expect(description).not.toBe('');
      if (status.startsWith('2')) continue;
      expect(statuses).toContain(Number(status));
      expect(Object.keys(content)).toEqual(['application/problem+json']);
    }
  }
});

test('every reference resolves and every schema is valid JSON Schema 2020-12', () => {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref') expect(document.components.schemas).toHaveProperty(String(inner).split('/').at(-1) ?? '');
      if (key === 'type')
        expect(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']).toContain(inner);
      if (key === 'required' && Array.isArray(inner) && 'properties' in value) {
        expect(Object.keys(value.properties as object)).toEqual(expect.arrayContaining(inner));
      }
      visit(inner);
    }
  };
  for (const [, , operation] of operations) {
    const contents = [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
      Object.values(part?.content ?? {}),
    );
    for (const { schema } of contents) visit(withoutProperties(schema));
  }
  expect(document.components.schemas).toHaveProperty('Problem');
});

/** A property may be named `type`, which is not a keyword there. */
function withoutProperties(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutProperties);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [
    key,
    key === 'properties'
      ? Object.fromEntries(
          Object.entries(value as object).map(([name, inner]) => [`property ${name}`, withoutProperties(inner)]),
        )
      : key === 'required'
        ? (value as string[]).map((name) => `property ${name}`)
        : withoutProperties(value),
  ]);
  return Object.fromEntries(entries);
}
