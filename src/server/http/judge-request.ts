import "server-only";
import type { IncomingMessage } from "node:http";
import type { Refusal } from "./answer";

/** The largest body anything behind may receive; the public API holds its own to 16 KiB. */
export const largestBody = 1024 * 1024;

/** Next's image optimiser fetches and decodes what it is told to; nothing here uses it. However it is spelt. */
const optimiser = /^\/_next\/+image(?:[/?;]|$)/i;

const pageMethods = ["GET", "HEAD", "POST"];
/** Origin form alone (RFC 9112, 3.2.1), in printable ASCII, with nothing a URL parser reads in two ways. */
const originForm = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;

/** Whether the request's path is the public API's. */
export function isPublicApi(url: string): boolean {
  return /^\/api\/v1(?:[/?]|$)/.test(url);
}

/** Refuses what nothing behind should see, by target, verb, Host and size; null where it may pass. */
export function judgeRequest(req: IncomingMessage): Refusal | null {
  const url = req.url ?? "";
  if (!originForm.test(url)) return badRequest("The request's target is not a plain path.");
  if ((req.headersDistinct.host ?? []).length !== 1)
    return badRequest("The request needs exactly one Host header.");
  if (optimiser.test(unescaped(url))) return notFound;
  return judgeMethod(req, isPublicApi(url)) ?? judgeSize(req, isPublicApi(url));
}

function judgeMethod({ method = "" }: IncomingMessage, publicApi: boolean): Refusal | null {
  if (publicApi ? method !== "TRACE" && method !== "TRACK" : pageMethods.includes(method)) return null;
  const allow = publicApi ? "GET, POST" : pageMethods.join(", ");
  return {
    status: 405,
    code: "method_not_allowed",
    title: "Method Not Allowed",
    detail: "This path does not answer that method.",
    headers: { Allow: allow },
  };
}

function judgeSize({ headers }: IncomingMessage, publicApi: boolean): Refusal | null {
  if (Number(headers["content-length"] ?? 0) > largestBody) {
    const detail = `The body is larger than ${largestBody / 1024} KiB.`;
    return { status: 413, code: "body_too_large", title: "Content Too Large", detail };
  }
  if (publicApi || headers["transfer-encoding"] === undefined) return null;
  const detail = "The body's size must be told in advance, by Content-Length.";
  return { status: 411, code: "length_required", title: "Length Required", detail };
}

/** Escapes that spell nothing are left for Next to refuse. */
function unescaped(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

const notFound: Refusal = {
  status: 404,
  code: "not_found",
  title: "Not Found",
  detail: "There is nothing at this address.",
};

function badRequest(detail: string): Refusal {
  return { status: 400, code: "bad_request", title: "Bad Request", detail };
}
