import "server-only";
import { problem } from "./problem";

const largestBody = 16 * 1024;

/**
 * The first step of every operation: verb, size, content type. HEAD is refused like any other unlisted verb, so that it
 * never runs a GET. Null where the request may go on; its body is never read.
 */
export function refuseShape(request: Request, requestId: string): Response | null {
  const { method, headers } = request;
  if (method !== "GET") {
    const detail = `This operation takes GET, not ${method.slice(0, 20)}.`;
    return problem("method_not_allowed", requestId, { detail, headers: { Allow: "GET" } });
  }
  const length = headers.get("content-length");
  const chunked = headers.has("transfer-encoding");
  if (chunked || Number(length ?? 0) > largestBody) {
    const detail = chunked
      ? "A body must state its length, and be at most 16 KiB; this operation needs none."
      : "A body is at most 16 KiB; this operation needs none.";
    return problem("body_too_large", requestId, { detail, headers: { Connection: "close" } });
  }
  if (Number(length ?? 0) > 0 && !isJson(headers.get("content-type"))) {
    const detail = "A body must be application/json; this operation needs none.";
    return problem("unsupported_media_type", requestId, { detail });
  }
  return null;
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/json\s*(;|$)/i.test(contentType);
}
