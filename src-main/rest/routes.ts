import { METHODS } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Api } from '../api/guard';
import { failureAnswer, jsonAnswer, send, sendUnread, textAnswer, type Answer } from './answer';
import { openApiDocument } from './openapi';
import { putSecrets } from './put-secrets';

const methodNotAllowed = (allow: string) => textAnswer(405, 'Method Not Allowed', { allow });

/**
 * The paths that are served. Each answer is written in the first hook of its route, so that none of the
 * framework's parsers ever sees a body: it is read and checked by `putSecrets` and the guard, once.
 */
export async function buildRoutes(
  api: Api,
  options: { readonly appVersion: string; readonly admitted: () => void },
): Promise<FastifyInstance> {
  const app = fastify({
    exposeHeadRoutes: false,
    // A path that cannot be decoded is one that is not there.
    frameworkErrors: (_error, _request, reply) => answer(reply, textAnswer(404, 'Not Found')),
  });
  // Those that Node reads and the framework leaves out, such as QUERY: they are refused like every other one.
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  const always = (methods: string[], url: string, make: () => Answer) =>
    app.route({
      method: methods,
      url,
      onRequest: async (_request, reply) => answer(reply, make()),
      handler: unreached,
    });
  const document = jsonAnswer(200, openApiDocument(options.appVersion));

  app.route({
    method: 'PUT',
    url: '/v1/secrets',
    onRequest: async ({ raw: request }, reply) => {
      reply.hijack();
      try {
        await putSecrets(request, reply.raw, api, options.admitted);
      } catch {
        // The client went away, or a fault of ours; neither may end the program or say more than this.
        if (reply.raw.headersSent || request.destroyed) reply.raw.destroy();
        else send(reply.raw, failureAnswer({ code: 'internal', message: '' }));
      }
    },
    handler: unreached,
  });
  const except = (...served: string[]) => app.supportedMethods.filter((method) => !served.includes(method));
  always(except('PUT'), '/v1/secrets', () => methodNotAllowed('PUT'));
  for (const [url, make] of [
    ['/healthz', () => textAnswer(200, 'OK')],
    ['/openapi.json', () => document],
  ] as const) {
    always(['GET', 'HEAD'], url, make);
    always(except('GET', 'HEAD'), url, () => methodNotAllowed('GET, HEAD'));
  }
  always(app.supportedMethods, '*', () => textAnswer(404, 'Not Found'));
  await app.ready();
  return app;
}

function answer(reply: FastifyReply, what: Answer): void {
  reply.hijack();
  sendUnread(reply.request.raw, reply.raw, what);
}

function unreached(): never {
  throw new Error('A route was answered in its first hook and yet went on.');
}
