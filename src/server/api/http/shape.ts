import "server-only";
import { problem } from "./problem";

const largestBody = 16 * 1024;

type Verb = "GET" | "POST";

/**
 * The first step of every operation: verb, size, content type. HEAD is refused like any other unlisted verb, so that it
 * never runs a GET. Null where the request may go on; the body of a GET is never read.
 */
export function refuseShape(request: Request, requestId: string, takes: Verb = "GET"): Response | null {
  const { method, headers } = request;
  if (method !== takes) {
    const detail = `This operation takes ${takes}, not ${method.slice(0, 20)}.`;
    return problem("method_not_allowed", requestId, { detail, headers: { Allow: takes } });
  }
  const needed = takes === "GET" ? "; this operation needs none." : ".";
  const length = Number(headers.get("content-length") ?? 0);
  const chunked = headers.has("transfer-encoding");
  if (length > largestBody || (chunked && takes === "GET")) {
    return tooLarge(requestId, `A body is at most 16 KiB${needed}`);
  }
  if ((takes === "POST" || length > 0) && !isJson(headers.get("content-type"))) {
    return problem("unsupported_media_type", requestId, {
      detail: `A body must be application/json${needed}`,
    });
  }
  return null;
}

/** The body's text; null where it is none, or where it broke off; or the refusal of one that grew too large on its way. */
export async function readBody(
  request: Request,
  requestId: string,
): Promise<{ text: string | null } | { refusal: Response }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > largestBody) return { refusal: tooLarge(requestId, "A body is at most 16 KiB.") };
      chunks.push(chunk);
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { text: null };
  }
}

function tooLarge(requestId: string, detail: string): Response {
  return problem("body_too_large", requestId, { detail, headers: { Connection: "close" } });
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/json\s*(;|$)/i.test(contentType);
}
