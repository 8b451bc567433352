import { getMetrics } from "./metrics";

const pingMs = 15_000;

/** The sequence number to resume after: `Last-Event-ID`, else `?after=`, else 0. */
export function resumePoint(request: Request): number {
  const given = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after") ?? "0";
  const number = Number(given);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

/** An event stream of numbered items: `id:` is the number, a comment is sent every 15 s, it closes when the items end. */
export function eventStreamResponse(request: Request, items: AsyncIterable<{ seq: number }>): Response {
  const encoder = new TextEncoder();
  const iterator = items[Symbol.asyncIterator]();
  const { sseStreams } = getMetrics();
  let ping: NodeJS.Timeout | undefined;
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(ping);
    sseStreams.dec();
    void iterator.return?.();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      sseStreams.inc();
      request.signal.addEventListener("abort", close, { once: true });
      controller.enqueue(encoder.encode("retry: 1000\n\n"));
      ping = setInterval(() => controller.enqueue(encoder.encode(": ping\n\n")), pingMs);
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (!isOpen) return;
        if (!next.done) {
          controller.enqueue(encoder.encode(`id: ${next.value.seq}\ndata: ${JSON.stringify(next.value)}\n\n`));
          return;
        }
        close();
        controller.close();
      } catch (error) {
        close();
        controller.error(error);
      }
    },
    cancel: close,
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      // Proxies such as nginx hold streams back unless told not to.
      "x-accel-buffering": "no",
    },
  });
}
