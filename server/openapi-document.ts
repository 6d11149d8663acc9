import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { errorStatus } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { VERSION } from './http/config-routes.ts';
import { hasId } from './http/endpoint.ts';
import type { Access, Endpoint } from './http/endpoint.ts';
import { FRAME_MEDIA_TYPE } from './http/frame.ts';
import { FORM_MEDIA_TYPE } from './http/message.ts';
import type { MessageDocs } from './http/message.ts';
import { Problem, PROBLEM_MEDIA_TYPE } from './http/problem.ts';

type Json = Readonly<Record<string, unknown>>;

const TOKEN =
  'Required to create a share or a request if /api/config says create: token. If it says member-or-token, the pass of a member can take its place. Not required for an answer to a request.';
const TOKEN_HEADER =
  'The same token, for a service behind a sign-in that uses Authorization itself. If both are sent, this one counts.';
const sessionSchemes = {
  session: { type: 'http', scheme: 'bearer', description: 'A token of `POST /api/session/terminal`.' },
  sessionCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Secure-sotto-session',
    description: 'Without the prefix on plain http.',
  },
};
const accessDescriptions: Record<Access, string> = {
  anyone: 'Needs no credential.',
  creator: 'Needs an access token, or the pass of a member in the message, if the service requires one.',
  reader: 'Needs a proof from the link or the manage link, in the message.',
  session:
    'For the pages of the service itself, with the cookies that these routes set and the origin of the service, or for a terminal, with its token and without cookies.',
};
const security: Partial<Record<Access, object[]>> = {
  creator: [{}, { token: [] }, { tokenHeader: [] }],
  session: [{}, { sessionCookie: [] }, { session: [] }],
};
const problemSchema = { $ref: '#/components/schemas/Problem' };

/** OpenAPI 3.1, from the schemas that also check the messages. */
export function openApi(publicUrl: string, endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = (paths[endpoint.path.replaceAll(/:([a-z]+)/g, '{$1}')] ??= {});
    path[endpoint.method.toLowerCase()] = operation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sotto',
      version: VERSION,
      description: 'Times are integer Unix seconds of the server; byte strings are base64url without padding.',
    },
    servers: [{ url: publicUrl.slice(0, -1) }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem) },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: TOKEN },
        ...(endpoints.some(({ access }) => access === 'session') && sessionSchemes),
        tokenHeader: { type: 'apiKey', in: 'header', name: 'Sotto-Token', description: TOKEN_HEADER },
      },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const { docs } = endpoint;
  const success = Object.entries(docs.success).map(([status, description]) => [
    status,
    { description, content: content(docs.reply) },
  ]);
  return {
    operationId: operationId(endpoint),
    summary: docs.summary,
    description: accessDescriptions[endpoint.access],
    ...parametersOf(endpoint),
    security: security[endpoint.access] ?? [],
    ...(docs.message && { requestBody: { required: true, content: content(docs.message) } }),
    responses: { ...Object.fromEntries(success), ...problems(endpoint) },
  };
}

const parameters = {
  id: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'base58 of 16 bytes.',
    schema: { type: 'string', minLength: 16, maxLength: 22 },
  },
  part: {
    name: 'part',
    in: 'path',
    required: true,
    description: 'Number of the part, from 0.',
    schema: { type: 'integer', minimum: 0 },
  },
  onlyAnswers: {
    name: 'Sotto-Answer',
    in: 'header',
    description:
      'Claims that this creates an answer to a request, so that a sign-in in front of the service can let it through. Any other message is then malformed.',
    schema: { const: '1' },
  },
};

function parametersOf(endpoint: Endpoint): { parameters?: Json[] } {
  const { id, part, onlyAnswers } = parameters;
  const { method, path } = endpoint;
  if (!hasId(endpoint)) return {};
  return {
    parameters: [
      id,
      ...(path.includes(':part') ? [part] : []),
      ...(method === 'PUT' && path.startsWith('/api/shares/') ? [onlyAnswers] : []),
    ],
  };
}

/** `POST /api/shares/:id/open` is postSharesIdOpen. */
function operationId({ method, path }: Endpoint): string {
  const words = path.split(/[^a-z]+/).filter((word) => word !== '' && word !== 'api');
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

function content({ json, form, frame, bytes }: MessageDocs): Json {
  if (form !== undefined) return { [FORM_MEDIA_TYPE]: { schema: jsonSchema(form) } };
  if (bytes !== undefined)
    return { [FRAME_MEDIA_TYPE]: { schema: { type: 'string', format: 'binary', description: bytes } } };
  if (frame === undefined)
    return { 'application/json': { schema: json === undefined ? { type: 'object' } : jsonSchema(json) } };
  return {
    [FRAME_MEDIA_TYPE]: {
      schema: {
        type: 'string',
        format: 'binary',
        description: `u32 (big-endian) length of the head ‖ head (JSON, see x-head) ‖ ${frame.tail}`,
        'x-head': jsonSchema(frame.head),
      },
    },
  };
}

function problems(endpoint: Endpoint): Json {
  const { docs, rateClass, body, access } = endpoint;
  const implied: ErrorCode[] = [
    ...(body === undefined ? [] : (['malformed', 'too-large', 'unsupported-media-type'] as const)),
    // Every write can fill the disk.
    ...(body === undefined ? [] : (['insufficient-storage'] as const)),
    ...(access === 'creator' ? (['token-required', 'create-proof-mismatch'] as const) : []),
    ...(access === 'reader' && hasId(endpoint) ? (['not-found'] as const) : []),
    ...(rateClass === undefined ? [] : (['rate-limited', 'unavailable'] as const)),
    'internal',
  ];
  const byStatus = Object.groupBy(new Set([...implied, ...docs.errors]), (code) => errorStatus[code]);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      {
        description: codes.join(', '),
        content: {
          [PROBLEM_MEDIA_TYPE]: { schema: { allOf: [problemSchema, { properties: { code: { enum: codes } } }] } },
        },
      },
    ]),
  );
}

function jsonSchema(schema: v.GenericSchema): Json {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { target: 'draft-2020-12' });
  return rest;
}
