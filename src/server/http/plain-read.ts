import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PlainAnswer } from "../api/http/plain-customer";

/** A read of one customer without parameters, body or anything else to judge. */
export interface PlainRead {
  authorization: string;
  customerId: string;
}

/** `/api/v1/customers/{customerId}`, with an id that needs no further look. */
const target = /^\/api\/v1\/customers\/(cus_[0-9A-Za-z]{1,60})$/;
const once = new Set(["host", "authorization"]);
/** With one of these there is a body, an expectation or another protocol: the request is judged on the long way. */
const further = new Set(["content-length", "transfer-encoding", "content-type", "expect", "upgrade"]);

/** The request as a plain read; null where it is another or anything about it is unusual, and takes the long way. */
export function plainReadOf({ method, url = "", rawHeaders }: IncomingMessage): PlainRead | null {
  const customerId = method === "GET" ? target.exec(url)?.[1] : undefined;
  if (customerId === undefined) return null;
  const seen = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    if (further.has(name)) return null;
    if (!once.has(name)) continue;
    if (seen.has(name)) return null;
    seen.set(name, rawHeaders[i + 1] ?? "");
  }
  const authorization = seen.get("authorization");
  return authorization === undefined || !seen.has("host") ? null : { authorization, customerId };
}

/** Writes the answer at once, with what every answer carries. */
export function writePlainAnswer(
  res: ServerResponse,
  { status, headers, text }: PlainAnswer,
  fixed: readonly string[],
): void {
  const length = String(Buffer.byteLength(text));
  res.writeHead(status, [...fixed, ...headers, "Content-Length", length]);
  res.end(text);
}
