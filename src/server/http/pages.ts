import "server-only";
import { EventEmitter } from "node:events";
import type { Server } from "node:http";
import next from "next";
import type { Mount } from "./edge";
import type { ListenOptions } from "./server";

export interface Pages {
  mount: Mount;
  /** Development's live reload alone. */
  upgrade: ListenOptions["upgrade"];
  close(): Promise<void>;
}

/** Next behind the edge; it never sees our servers, and hears of an upgrade only where we hand it on. */
export async function startPages({ dev, port }: { dev: boolean; port: number }): Promise<Pages> {
  const detached = new EventEmitter() as Server;
  const app = next({ dev, dir: process.cwd(), hostname: "localhost", port, httpServer: detached });
  await app.prepare();
  return {
    mount: app.getRequestHandler(),
    upgrade: dev
      ? (req, socket, head) =>
          req.url?.startsWith("/_next/") ? detached.emit("upgrade", req, socket, head) : socket.destroy()
      : undefined,
    close: () => app.close(),
  };
}
