import { connect, type Socket } from "node:net";

export interface Connection {
  /** Sends one request; `done` is called with its whole answer received. One at a time. */
  send(request: string, done: () => void): void;
  close(): void;
}

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("0\r\n\r\n");

/**
 * One keep-alive connection that does as little as it can, since it shares the cores with what it loads: one buffer for
 * all that comes, no parsing beyond the status and the length. Anything but a 200 ends the run through `onFault`.
 */
export function openConnection(port: number, onFault: (error: Error) => void): Promise<Connection> {
  const buffer = Buffer.allocUnsafe(64 * 1024);
  let waiting: (() => void) | null = null;
  /** Bytes of the answer that are still to come; -1 where its end is a last chunk, 0 between answers. */
  let left = 0;

  const fail = (sentence: string) => onFault(new Error(sentence));
  const begin = (read: number) => {
    const head = buffer.indexOf(headEnd);
    if (head < 0 || head > read) return fail("An answer came without its head in one piece.");
    const text = buffer.toString("latin1", 0, head);
    if (!text.startsWith("HTTP/1.1 200 "))
      return fail(`An answer was no 200: ${buffer.toString("latin1", 0, read)}`);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    left = length === undefined ? -1 : head + 4 + Number(length);
  };
  const take = (read: number) => {
    if (left === 0) begin(read);
    if (left > 0) left -= read;
    else if (buffer.compare(lastChunk, 0, lastChunk.length, read - lastChunk.length, read) === 0) left = 0;
    if (left !== 0) return;
    const done = waiting;
    waiting = null;
    done?.();
  };

  return new Promise((resolve, reject) => {
    const callback = (read: number) => {
      take(read);
      return true;
    };
    const onread = { buffer, callback };
    const socket: Socket = connect({ host: "127.0.0.1", port, noDelay: true, onread });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", onFault);
      socket.on("close", () => waiting && fail("The server closed a connection."));
      resolve({
        send(request, done) {
          waiting = done;
          socket.write(request, "latin1");
        },
        close() {
          waiting = null;
          socket.destroy();
        },
      });
    });
  });
}
