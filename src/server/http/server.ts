import "server-only";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ProbeTarget } from "./probe";

export interface ListenOptions {
  hosts: readonly string[];
  port: number;
  listener: RequestListener;
  /** What a refusal carries that never reaches the listener, a request being malformed. */
  refusalHeaders?: Record<string, string>;
  /** Development's own socket; elsewhere nothing is upgraded. */
  upgrade?: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface Listening {
  port: number;
  targets: ProbeTarget[];
  /** Stops accepting and resolves when the requests in flight are answered, or cut off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Bounds that keep slow or endless senders from holding a connection (ASVS 15.2.2). */
const bounds = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/** Listens on every host that this machine has; throws a sentence where the port is taken. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const servers: Server[] = [];
  let { port } = options;
  try {
    for (const host of options.hosts) {
      const server = makeServer(options);
      if (!(await bind(server, host, port))) continue;
      servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  if (servers.length === 0)
    throw new Error(`None of these addresses is this machine's: ${options.hosts.join(", ")}.`);
  const targets = servers.map((server) => ({
    host: reachable((server.address() as AddressInfo).address),
    port,
  }));
  return { port, targets, close: (graceMs) => closeAll(servers, graceMs) };
}

function makeServer({ listener, upgrade, refusalHeaders = {} }: ListenOptions): Server {
  const refuse = (socket: Duplex, status: string) => hangUp(socket, status, refusalHeaders);
  const server = createServer(bounds, listener);
  // Node would cut surplus headers off in silence, and with them the one that a proxy added last.
  server.maxHeadersCount = 0;
  server.setTimeout(120_000);
  server.on("checkContinue", listener);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET") socket.destroy();
    else refuse(socket, malformed[error.code ?? ""] ?? "400 Bad Request");
  });
  server.on("connect", (_req, socket) => refuse(socket, "405 Method Not Allowed"));
  server.on("upgrade", (req, socket, head) => {
    if (upgrade) upgrade(req, socket, head);
    else refuse(socket, "400 Bad Request");
  });
  return server;
}

/** False where the machine lacks the address, as one without IPv6 lacks ::1. */
async function bind(server: Server, host: string, port: number): Promise<boolean> {
  try {
    server.listen({ host, port });
    await once(server, "listening");
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return false;
    if (code === "EADDRINUSE")
      throw new Error(`Port ${port} on ${host} is in use. Stop what runs there, or set PORT.`);
    if (code === "EACCES")
      throw new Error(`Port ${port} on ${host} may not be opened by this user. Set PORT.`);
    throw error;
  }
}

function reachable(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  return address === "::" ? "::1" : address;
}

async function closeAll(servers: readonly Server[], graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, graceMs);
  const sweep = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, 50);
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  clearInterval(sweep);
  clearTimeout(cut);
}

const malformed: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

function hangUp(socket: Duplex, status: string, headers: Record<string, string>): void {
  const started = (socket as Socket & { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent;
  if (!socket.writable || started) {
    socket.destroy();
    return;
  }
  const all = { Connection: "close", "Content-Length": "0", "Cache-Control": "no-store", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status}`, ...lines, "", ""].join("\r\n"));
}
