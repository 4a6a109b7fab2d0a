import { request } from "node:http";
import { text } from "node:stream/consumers";

export interface Answer {
  status: number;
  body: Record<string, unknown> & { code?: string; client_ip?: string; data?: Record<string, unknown> };
}

interface Options {
  from?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Calls the public API over a socket of one's own, from this local address, as curl would. */
export async function call(
  baseURL: string,
  path: string,
  secret: string,
  options: Options = {},
): Promise<Answer> {
  const { from = "127.0.0.1", method = "GET", headers = {}, body: sentBody = "" } = options;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port: new URL(baseURL).port,
        path,
        method,
        localAddress: from,
        headers: { host: new URL(baseURL).host, authorization: `Bearer ${secret}`, ...headers },
      },
      async (answer) => {
        const body = await text(answer);
        resolve({ status: answer.statusCode ?? 0, body: body ? JSON.parse(body) : {} });
      },
    );
    sent.on("error", reject);
    sent.end(sentBody);
  });
}
