import "server-only";
import type { ServerResponse } from "node:http";

export interface Refusal {
  status: number;
  code: string;
  title: string;
  /** A sentence for the caller, with nothing of the inside in it. */
  detail: string;
  headers?: Record<string, string>;
}

/** Answers with problem details (RFC 9457) that name the request and nothing else of this server. */
export function answerProblem(res: ServerResponse, refusal: Refusal, requestId: string): void {
  const { status, code, title, detail, headers = {} } = refusal;
  const [type, instance] = [`urn:countersign:problem:${code}`, `urn:countersign:request:${requestId}`];
  const body = { type, title, status, detail, instance, code, request_id: requestId };
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  answerJson(res, status, body, "application/problem+json");
}

export function answerJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  type = "application/json",
): void {
  res.statusCode = status;
  res.setHeader("Content-Type", type);
  res.setHeader("Cache-Control", "no-store");
  res.end(JSON.stringify(body));
}

export const unavailable: Refusal = {
  status: 503,
  code: "unavailable",
  title: "Service Unavailable",
  detail: "The server is starting or stopping. Try again in a moment.",
  headers: { "Retry-After": "1" },
};

export const internal: Refusal = {
  status: 500,
  code: "internal",
  title: "Internal Server Error",
  detail: "Something went wrong. The request id finds it in the log.",
};
