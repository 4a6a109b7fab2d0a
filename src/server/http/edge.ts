import "server-only";
import type { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { ClientAddress } from "../api/client-ip";
import type { readPlainCustomer } from "../api/http/plain-customer";
import { newRequestId } from "../api/request-id";
import type { ClientFacts } from "../runtime";
import { answerJson, answerProblem, internal, unavailable } from "./answer";
import { canonicalLocation } from "./canonical-host";
import {
  dataPolicy,
  type HeaderPolicy,
  mailPolicy,
  pagePolicy,
  rewriteHeaders,
  securityHeaders,
  setSecurityHeaders,
} from "./headers";
import type { HealthCheck } from "./health";
import { isPublicApi, judgeRequest } from "./judge-request";
import { plainReadOf, writePlainAnswer } from "./plain-read";
import type { Probing } from "./probe";
import { securityText } from "./security-txt";

/** What answers behind the edge; it may reject, and is then answered for. */
export type Mount = (req: IncomingMessage, res: ServerResponse) => unknown;

export interface EdgeParts extends HeaderPolicy {
  clientAddress: (req: IncomingMessage) => ClientAddress;
  clientFacts: AsyncLocalStorage<ClientFacts>;
  health: HealthCheck;
  /** Behind /api/v1, and behind everything else. */
  publicApi: Mount;
  /** The commonest call of the public API, asked plainly; null where `publicApi` must answer it. */
  plainCustomer?: typeof readPlainCustomer;
  pages: Mount;
  probing: Probing;
  /** SUPPORT_URL: whom security.txt names. */
  supportContact?: string | null;
  /** Starting and stopping servers answer 503. */
  serving: () => boolean;
  logger: Pick<Logger, "warn" | "error">;
}

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
}

/** The listener in front of everything: names the request, judges it, takes its address, hands it on (rules 6, 15, 18). */
export function createEdge(parts: EdgeParts): RequestListener {
  const warn = throttled((warning) => parts.logger.warn(warning));
  const fixed = Object.entries(securityHeaders(dataPolicy, parts)).flat();
  return (req, res) => {
    const exchange = { req, res, requestId: newRequestId() };
    const served = servePlainly(parts, exchange, fixed) ?? serve(parts, exchange, warn);
    served.catch((error: unknown) => giveUp(parts, exchange, error));
  };
}

/** A plain read of a customer, which nothing in `serve` would refuse or change; null for everything else. */
function servePlainly(
  parts: EdgeParts,
  { req, res, requestId }: Exchange,
  fixed: readonly string[],
): Promise<void> | null {
  const plain = parts.plainCustomer && parts.serving() ? plainReadOf(req) : null;
  if (!plain) return null;
  const { address, warning } = parts.clientAddress(req);
  if (warning !== undefined) return null;
  const answer = parts.plainCustomer?.(plain.authorization, { address, requestId }, plain.customerId);
  return answer?.then((given) => writePlainAnswer(res, given, fixed)) ?? null;
}

async function serve(parts: EdgeParts, exchange: Exchange, warn: (text: string) => void): Promise<void> {
  const { req, res, requestId } = exchange;
  const url = req.url ?? "";
  const isMail = url.startsWith("/dev/mailbox/mail/");
  const isPage = !isMail && !url.startsWith("/api/");
  const nonce = isPage ? randomBytes(16).toString("base64") : "";
  const csp = isPage ? pagePolicy(nonce, parts) : isMail ? mailPolicy : dataPolicy;
  setSecurityHeaders(res, csp, parts);
  res.setHeader("X-Request-Id", requestId);

  const refusal = judgeRequest(req);
  if (refusal) return answerProblem(res, refusal, requestId);
  if (req.headers.expect !== undefined) res.writeContinue();
  const { address, local, warning } = parts.clientAddress(req);
  const facts: ClientFacts = { address, local, requestId, hangUp: () => res.destroy() };
  if (parts.probing.isProbe(url)) {
    return parts.clientFacts.run(facts, () => answerJson(res, 200, parts.probing.report()));
  }
  if (!parts.serving()) return answerProblem(res, unavailable, requestId);
  const own = answerOwn(parts, url, res);
  if (own) return own;
  const location = canonicalLocation(req, parts.appUrl);
  if (location !== null) return redirect(res, location);
  if (warning !== undefined) warn(warning);
  rewriteHeaders(req, internalHeaders(parts, requestId, isPage ? { csp, nonce, url } : null));
  if (!url.startsWith("/_next/")) res.setHeader("Cache-Control", cacheControl(url));
  await parts.clientFacts.run(facts, async () =>
    (isPublicApi(url) ? parts.publicApi : parts.pages)(req, res),
  );
}

/** Nothing is kept; a stream is not compressed either, for that would hold its events back. */
function cacheControl(url: string): string {
  return /^\/api\/events(?:\?|$)/.test(url) ? "no-store, no-transform" : "no-store";
}

/**
 * What the code behind may know: Next takes the nonce from the policy, pages from `x-nonce`, their own way back from
 * `x-page-url`; the host is APP_URL's.
 */
function internalHeaders(
  { appUrl }: EdgeParts,
  requestId: string,
  page: { csp: string; nonce: string; url: string } | null,
): Record<string, string> {
  return {
    "x-request-id": requestId,
    "x-forwarded-host": appUrl.host,
    "x-forwarded-proto": appUrl.protocol.slice(0, -1),
    ...(page && { "content-security-policy": page.csp, "x-nonce": page.nonce, "x-page-url": page.url }),
  };
}

/** What this server answers by itself; null for everything else. */
function answerOwn(parts: EdgeParts, url: string, res: ServerResponse): Promise<void> | null {
  const [path] = url.split("?", 1);
  if (path === "/api/health") return answerHealth(parts, res);
  if (path !== "/.well-known/security.txt") return null;
  const text = securityText(parts.appUrl, parts.supportContact ?? null);
  return text === null ? null : answerText(res, text);
}

async function answerHealth({ health }: EdgeParts, res: ServerResponse): Promise<void> {
  const well = await health();
  answerJson(res, well ? 200 : 503, { status: well ? "ok" : "unavailable" });
}

async function answerText(res: ServerResponse, text: string): Promise<void> {
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.setHeader("Cache-Control", "no-store");
  res.end(text);
}

function redirect(res: ServerResponse, location: string): void {
  res.writeHead(307, { Location: location, "Cache-Control": "no-store" });
  res.end();
}

function giveUp({ logger }: EdgeParts, { res, requestId }: Exchange, error: unknown): void {
  logger.error({ err: error, requestId }, "A request failed.");
  if (res.headersSent) res.destroy();
  else answerProblem(res, internal, requestId);
}

/** Says one thing once a minute, so that a stranger's requests don't fill the log. */
function throttled(say: (text: string) => void): (text: string) => void {
  let next = 0;
  let quiet = 0;
  return (text) => {
    if (performance.now() < next) {
      quiet++;
      return;
    }
    say(quiet > 0 ? `${text} (${quiet} more like it in the last minute.)` : text);
    next = performance.now() + 60_000;
    quiet = 0;
  };
}
