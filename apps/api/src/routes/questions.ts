import { findDeclaration, listQuestions } from '@accountia/db';
import {
  idParameter,
  questionAnswer,
  questionEvent,
  questionPage,
  questionQuery,
  questionRequest,
} from '@accountia/task-contracts/api';
import { createRoute } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import type { ApiDependencies } from '../context.ts';
import { questionExamples as examples } from '../openapi/question-examples.ts';
import { body, json, problems } from '../openapi/responses.ts';
import { presentQuestion } from '../presenters/questions.ts';
import { defined, presentPage } from '../presenters/values.ts';
import { notFound } from '../problems/api-error.ts';
import { classifyError } from '../problems/classify.ts';
import { describeProblem } from '../problems/respond.ts';
import { ask } from '../questions/ask.ts';
import { withKeepAlive } from '../questions/stream.ts';
import { EVENT_STREAM_HEADERS, eventStream, sseFrame } from '../run-events/event-stream.ts';
import { createRouter, SECURITY, TAGS } from './router.ts';

const common = { tags: [TAGS.questions.name], security: SECURITY };

const askQuestion = createRoute({
  ...common,
  method: 'post',
  path: '/v1/declarations/{id}/questions',
  operationId: 'askQuestion',
  summary: 'Preguntar por una declaración',
  description:
    'Responde con los datos de la declaración (lo reportado, los totales, los topes, la obligación y el vencimiento, las casillas ' +
    'del último borrador, las recomendaciones) y con la ley vigente en su año gravable, y dice en qué se apoya cada parte. Llega ' +
    'como eventos: `source` por cada dato o norma, `text` por cada parte del texto, y al final `done` con la respuesta completa, ' +
    'o `error` con el problema. Con `Accept: application/json` llega toda de una vez. Sin un modelo de lenguaje configurado ' +
    'responden las reglas; con él, cada frase se comprueba antes de enviarla. La pregunta y la respuesta quedan guardadas.',
  request: { params: idParameter, body: body(questionRequest, examples.request) },
  responses: {
    ...problems(404),
    200: {
      description: 'La respuesta.',
      content: {
        'text/event-stream': { schema: questionEvent, example: examples.events },
        'application/json': { schema: questionAnswer, example: examples.answer },
      },
    },
  },
});

const listQuestionsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/v1/declarations/{id}/questions',
  operationId: 'listQuestions',
  summary: 'Listar lo que se ha preguntado de una declaración, de lo más nuevo a lo más antiguo',
  request: { params: idParameter, query: questionQuery },
  responses: {
    ...problems(404),
    200: json(questionPage, 'Una página de preguntas con su respuesta.', {
      items: [examples.answer],
      nextCursor: null,
    }),
  },
});

const DEFAULT_KEEP_ALIVE_MS = 15_000;

export function questionRoutes(dependencies: ApiDependencies) {
  const { db, logger, runEvents, streams } = dependencies;

  async function require(organizationId: string, id: string) {
    const row = await findDeclaration(db, organizationId, id);
    if (row === null) throw notFound('declaration');
    return row;
  }

  return createRouter()
    .openapi(askQuestion, async (context) => {
      const declaration = await require(context.get('organizationId'), context.req.valid('param').id);
      const { question } = context.req.valid('json');
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, context.req.raw.signal, runEvents.stopping]);
      const asking = { declaration, question, apiKeyId: context.get('apiKeyId'), signal };
      const wanted = accepts(context, {
        header: 'Accept',
        supports: ['text/event-stream', 'application/json'],
        default: 'text/event-stream',
      });
      if (wanted === 'application/json') {
        for await (const event of ask(dependencies, asking))
          if (event.type === 'done') return context.json(event.answer, 200);
        throw new Error('An answer ended without being done');
      }
      const events = withKeepAlive(ask(dependencies, asking), {
        keepAliveMs: streams?.keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS,
        describe(error) {
          // Nobody is there to read it.
          if (gone.signal.aborted || context.req.raw.signal.aborted) return null;
          const refusal = classifyError(error);
          if (refusal.status >= 500)
            logger.error({ err: error, requestId: context.get('requestId') }, 'question failed');
          return describeProblem(context, refusal);
        },
      });
      const stream = eventStream(
        events,
        (event) => sseFrame(event.type, event),
        () => gone.abort(),
        (error) => logger.warn({ err: error, requestId: context.get('requestId') }, 'question stream'),
      );
      return context.body(stream, 200, EVENT_STREAM_HEADERS);
    })
    .openapi(listQuestionsRoute, async (context) => {
      const organizationId = context.get('organizationId');
      const { id: declarationId } = context.req.valid('param');
      await require(organizationId, declarationId);
      const filter = { ...defined(context.req.valid('query')), organizationId, declarationId };
      return context.json(presentPage(await listQuestions(db, filter), presentQuestion), 200);
    });
}
