import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface StoredMail {
  id: string;
  key: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** What the provider does with the next calls. */
export type Mood =
  | { kind: "well" }
  /** Answers with an error, and keeps nothing. */
  | { kind: "error"; status: number; name: string; retryAfter?: string; body?: string; location?: string }
  /** Accepts the mail and answers late. */
  | { kind: "slow"; ms: number }
  /** Never answers, and keeps nothing. */
  | { kind: "hang" }
  /** Accepts the mail, and the answer is lost. */
  | { kind: "accept_and_drop" };

export interface ResendServer {
  /** For RESEND_BASE_URL. */
  url: string;
  /** Every mail accepted, each key once. */
  mails: StoredMail[];
  /** Every call that came, with its key. */
  calls: Array<{ key: string; at: number }>;
  /** Moods for the next calls in turn, then the last one stays. */
  behave(...moods: Mood[]): void;
  stop(): Promise<void>;
}

interface Kept {
  body: string;
  mail: StoredMail;
}

/** A local server that speaks Resend's POST /emails: API key, idempotency by key for as long as it runs, failures on demand. */
export async function startResendServer(apiKey = "re_test"): Promise<ResendServer> {
  const kept = new Map<string, Kept>();
  const mails: StoredMail[] = [];
  const calls: ResendServer["calls"] = [];
  let moods: Mood[] = [{ kind: "well" }];

  const accept = (key: string, body: string): StoredMail => {
    const known = kept.get(key);
    if (known) return known.mail;
    const { from, to, subject, html, text } = JSON.parse(body) as Record<string, string>;
    const mail = { id: `mail_${mails.length + 1}`, key, from, to, subject, html, text } as StoredMail;
    mails.push(mail);
    if (key) kept.set(key, { body, mail });
    return mail;
  };

  const refusal = (request: IncomingMessage, key: string, body: string): [number, string] | null => {
    if (request.method !== "POST" || request.url !== "/emails") return [404, "not_found"];
    if (request.headers.authorization !== `Bearer ${apiKey}`) return [401, "restricted_api_key"];
    const known = kept.get(key);
    return known && known.body !== body ? [409, "invalid_idempotent_request"] : null;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const key = String(request.headers["idempotency-key"] ?? "");
    calls.push({ key, at: Date.now() });
    const mood = (moods.length > 1 ? moods.shift() : moods[0]) ?? { kind: "well" };
    if (mood.kind === "hang") return;
    if (mood.kind === "error") return fail(response, mood.status, mood.name, mood);
    const refused = refusal(request, key, body);
    if (refused) return fail(response, ...refused);
    const mail = accept(key, body);
    if (mood.kind === "accept_and_drop") return void request.socket.destroy();
    if (mood.kind === "slow") await sleep(mood.ms);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: mail.id }));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    calls,
    behave: (...next) => {
      moods = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function fail(
  response: ServerResponse,
  status: number,
  name: string,
  { retryAfter, body, location }: { retryAfter?: string; body?: string; location?: string } = {},
): void {
  const headers = {
    "content-type": "application/json",
    ...(retryAfter ? { "retry-after": retryAfter } : {}),
    ...(location ? { location } : {}),
  };
  response.writeHead(status, headers);
  response.end(
    body ?? JSON.stringify({ statusCode: status, name, message: "A sentence of the provider's." }),
  );
}
