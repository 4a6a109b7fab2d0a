import "server-only";
import { getPassiveActor } from "../auth";
import { DomainError } from "../domain/errors";
import type { OpenStream } from "../domain/live/open-stream";
import { runtime } from "../runtime";
import { requireOwnPages } from "./own-pages";
import { plainRefusal } from "./plain-refusal";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // Neither kept, nor compressed, nor held back by what stands between.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/**
 * The one stream of server-sent events: tells a signed-in person's browser what changed, by topic alone. By GET from our
 * own pages' scripts only; it changes nothing and keeps no session alive. Refuses with 400, 401, 403 or 503.
 */
export async function openEvents(request: Request): Promise<Response> {
  try {
    refuseStrangers(request.headers);
    const actor = await getPassiveActor();
    if (!actor) throw new DomainError("not_signed_in", "Sign in to go on.");
    const { live, clientFacts } = runtime();
    const hangUp = clientFacts.getStore()?.hangUp ?? (() => {});
    const stream = await live.open(actor, hangUp);
    if (!stream) throw new DomainError("unavailable", "No further stream can be opened now.");
    return new Response(bodyOf(stream), { headers });
  } catch (error) {
    return plainRefusal(error, "a stream could not be opened");
  }
}

/** A link, a form, a frame or another site's script must not be able to take the place of an open stream. */
function refuseStrangers(given: Headers): void {
  requireOwnPages(given);
  if (!/(^|[,\s])text\/event-stream\s*(;|,|$)/i.test(given.get("accept") ?? "")) {
    throw new DomainError("invalid_input", "This answers text/event-stream alone.");
  }
}

/** Asks for the next text only when the last one was taken, so that no queue grows before a slow reader. */
function bodyOf(stream: OpenStream): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await stream.next();
        if (text === null) controller.close();
        else controller.enqueue(encoder.encode(text));
      },
      cancel: () => stream.leave(),
    },
    { highWaterMark: 0 },
  );
}
