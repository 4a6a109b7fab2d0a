import { once } from "node:events";
import { type ClientRequest, createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface ProxyOptions {
  /** Where it listens, and the address its requests leave from. */
  listenOn: string;
  from: string;
  to: { host: string; port: number };
  /** As nginx joins the peer to what came, as HAProxy adds a line of its own, or as Caddy replaces all. */
  style: "join" | "add-line" | "replace";
}

export interface ReverseProxy {
  port: number;
  close(): void;
}

const hopByHop = ["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

/** A small real reverse proxy that tells the next hop of its own peer and passes the rest on untouched (RFC 9110, 7.6). */
export async function startProxy(options: ProxyOptions): Promise<ReverseProxy> {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (req, res) => {
    const onward = passOn(req, options);
    if (!onward) {
      res.writeHead(400).end();
      return;
    }
    onward.on("response", (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    onward.on("error", () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
    req.pipe(onward);
  });
  server.maxHeadersCount = 0;
  server.listen({ host: options.listenOn, port: 0 });
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

/** Null where the headers cannot be sent on. */
function passOn(req: IncomingMessage, { to, from, style }: ProxyOptions): ClientRequest | null {
  const headers = forwardedLines(req, style);
  try {
    return request({ ...to, localAddress: from, path: req.url, method: req.method, headers, agent: false });
  } catch {
    return null;
  }
}

/** Header lines as a flat list of names and values, which `request` sends as they are. */
function forwardedLines(
  { rawHeaders, headers, socket }: IncomingMessage,
  style: ProxyOptions["style"],
): string[] {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const dropped = new Set([...hopByHop, ...named]);
  const lines: string[] = [];
  const heard: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = "", value = ""] = [rawHeaders[i], rawHeaders[i + 1]];
    if (dropped.has(name.toLowerCase())) continue;
    const isForwarded = name.toLowerCase() === "x-forwarded-for";
    if (isForwarded) heard.push(value);
    if (!isForwarded || style === "add-line") lines.push(name, value);
  }
  const peer = socket.remoteAddress ?? "";
  const told = style === "join" ? [...heard, peer].join(", ") : peer;
  return [...lines, "X-Forwarded-For", told, "Connection", "close"];
}
