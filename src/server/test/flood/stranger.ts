import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { formatSecret } from "../../../contracts/secret";

/** A thousand addresses: most in blocks of their own, IPv4 and IPv6, and a crowd in four blocks. */
export const strangers = Array.from({ length: 1_000 }, (_, place) => {
  if (place < 500) return `100.${64 + (place >> 8)}.${place & 255}.7`;
  if (place < 750) return `2001:db8:${(place - 500).toString(16)}::7`;
  return `198.18.${place % 4}.${1 + ((place - 750) >> 2)}`;
});

const secrets = Array.from({ length: 4_096 }, () => formatSecret(randomBytes(32)));

/** Well-formed tokens that nobody knows, sent over one connection without waiting for each answer; counts the answers. */
async function pour(
  port: number,
  share: { count: number; offset: number; inFlight: number },
  answers: Map<string, number>,
): Promise<void> {
  const socket: Socket = connect({ port, host: "127.0.0.1" });
  await once(socket, "connect");
  socket.setEncoding("latin1");
  let [sent, answered, rest] = [0, 0, ""];
  const send = () => {
    let text = "";
    for (; sent < share.count && sent - answered < share.inFlight; sent += 1) {
      const place = share.offset + sent;
      text +=
        `GET /api/v1/customers/cus_0000000000000000 HTTP/1.1\r\nHost: localhost:${port}\r\n` +
        `X-Forwarded-For: ${strangers[place % strangers.length]}\r\n` +
        `Authorization: Bearer ${secrets[(place * 7) % secrets.length]}\r\n\r\n`;
    }
    if (text !== "") socket.write(text);
  };
  const finished = new Promise<void>((resolve, reject) => {
    socket.on("data", (part: string) => {
      const text = rest + part;
      let end = 0;
      for (const match of text.matchAll(/HTTP\/1\.1 (\d{3})/g)) {
        answered += 1;
        end = match.index + match[0].length;
        answers.set(match[1] ?? "", (answers.get(match[1] ?? "") ?? 0) + 1);
      }
      rest = text.slice(Math.max(end, text.length - 11));
      if (answered === share.count) resolve();
      else send();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`The connection ended after ${answered} answers.`)));
  });
  send();
  await finished.finally(() => socket.destroy());
}

/** So many requests over sixteen connections; resolves with how many answers there were of each status. */
export async function flood(port: number, count: number): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const connections = 16;
  const each = Math.ceil(count / connections);
  await Promise.all(
    Array.from({ length: connections }, (_, place) =>
      pour(port, { count: Math.min(each, count - place * each), offset: place * each, inFlight: 4 }, answers),
    ),
  );
  return answers;
}
