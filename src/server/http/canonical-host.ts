import "server-only";
import type { IncomingMessage } from "node:http";
import { hasForwardedHeader, isLoopbackHost } from "../api/client-ip";

/**
 * Where a page asked for under another loopback name lives: at APP_URL, whose cookies are the only ones; null where
 * it may stay. A request that came through a proxy stays, or a proxy that rewrites Host would go round for ever.
 */
export function canonicalLocation(req: IncomingMessage, appUrl: URL): string | null {
  const { url = "/", headers, method } = req;
  if (method !== "GET" || /^\/(api|_next)\//.test(url)) return null;
  if (headers.host === appUrl.host || !isLoopbackHost(headers.host) || hasForwardedHeader(req)) return null;
  return new URL(url, appUrl).href;
}
