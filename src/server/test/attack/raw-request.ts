import { connect } from "node:net";

export interface RawTarget {
  host: string;
  port: number;
  /** The source address to send from. */
  from?: string;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends these bytes and reads one answer until the other side hangs up; status 0 where it hung up in silence. */
export function sendRaw({ host, port, from }: RawTarget, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, localAddress: from });
    let text = "";
    socket.setEncoding("latin1");
    socket.setTimeout(8_000, () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" ? undefined : reject(error),
    );
    socket.on("close", () => resolve(readAnswer(text)));
    socket.write(bytes, "latin1");
  });
}

/** A GET with exactly these header lines. */
export function getRaw(target: RawTarget, path: string, lines: readonly string[]): Promise<RawAnswer> {
  return sendRaw(target, [`GET ${path} HTTP/1.1`, ...lines, "Connection: close", "", ""].join("\r\n"));
}

function readAnswer(text: string): RawAnswer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
  const body = rest.join("\r\n\r\n");
  return {
    status: Number(first.split(" ")[1] ?? 0),
    headers,
    body: headers["transfer-encoding"] === "chunked" ? unchunk(body) : body,
  };
}

function unchunk(body: string): string {
  let text = "";
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.slice(at, end), 16);
    if (!size) break;
    text += body.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
  return text;
}
