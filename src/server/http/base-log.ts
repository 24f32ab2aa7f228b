import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/**
 * One line for each request, with the route's pattern in place of the address: addresses carry household codes and
 * search words, and those do not belong in a log. What fails is logged where it is turned into an answer.
 */
export class RequestLog extends LogController {
  override incomingRequest(): void {}
  override defaultErrorLog(): void {}
  override routeNotFound(): void {}

  override requestCompleted(_error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      device: request.deviceId,
    };
    request.log.info(line, 'request');
  }
}
