import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface CuttableLink {
  /** The URL with the link in its way. */
  through(url: string): string;
  cut(): void;
  mend(): void;
  close(): void;
}

/** A wire to a real Postgres that can be cut and mended, as a network does. */
export async function cuttableLink(to: string): Promise<CuttableLink> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect({ host: hostname, port: Number(port) });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as { port: number };
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  return {
    through: (url) => {
      const led = new URL(url);
      led.host = `127.0.0.1:${address.port}`;
      return led.href;
    },
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
