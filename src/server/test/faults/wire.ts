import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire to a Postgres that moves to another port with every start; it can be cut, and its connections torn. */
export async function movableWire() {
  const open = new Set<Socket>();
  let target: number | null = null;
  const keep = (socket: Socket, other: Socket) => {
    open.add(socket);
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      open.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  };
  const server = createServer((near) => {
    if (target === null) return void near.destroy();
    const far = connect({ host: "127.0.0.1", port: target });
    keep(near, far);
    keep(far, near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const tear = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    through: (url: string) => {
      const led = new URL(url);
      led.host = `127.0.0.1:${port}`;
      return led.href;
    },
    lead: (to: number) => {
      target = to;
    },
    /** Ends every connection, as a proxy that restarts does. */
    tear,
    cut: () => {
      const was = target;
      target = null;
      tear();
      return () => {
        target = was;
      };
    },
    close: () => {
      tear();
      server.close();
    },
  };
}
