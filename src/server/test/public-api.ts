import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { getRequestListener } from "@hono/node-server";
import { afterAll } from "vitest";
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "../../app/api/v1/[[...path]]/route";
import type { Problem } from "../../contracts/problem";
import { publicApi } from "../api/http/app";
import { readPlainCustomer } from "../api/http/plain-customer";
import { newRequestId } from "../api/request-id";
import { createExportPlaces } from "../domain/access/export-places";
import { createReadQueue, type ReadQueueOptions } from "../domain/customer/read-queue";
import { renderMail } from "../email/render-mail";
import { plainReadOf, writePlainAnswer } from "../http/plain-read";
import { createLogger } from "../logger";
import { type ClientFacts, installRuntime } from "../runtime";
import type { TestDatabase } from "./database";
import { testAuthSecret, testKeys, testSettings } from "./factories/people";

export interface Call {
  path: string;
  method?: string;
  secret?: string;
  /** The caller's address; null where it could not be established. */
  from?: string | null;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: Problem & { data: Record<string, unknown>; omitted_fields: string[] };
  /** The same, of a list. */
  list: {
    data: Array<Record<string, unknown>>;
    has_more: boolean;
    next_cursor: string | null;
    updated_until?: string;
  };
  requestId: string;
}

const handlers = new Map(Object.entries({ DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT }));

export type Mount = (call: Call) => Promise<Answer>;

/** Every mount of the public API over one runtime, with the plain reads in front of one; the address is the test's to choose, as it is main.ts's to find. */
export async function startPublicApi(database: TestDatabase, options: ReadQueueOptions = {}) {
  const clientFacts = new AsyncLocalStorage<ClientFacts>();
  const reads = createReadQueue(database.hot, options);
  const logs: string[] = [];
  const logger = createLogger("trace", { write: (line) => void logs.push(line) });
  installRuntime({
    db: database.app,
    keys: testKeys,
    authSecrets: () => [testAuthSecret],
    settings: { ...testSettings, mail: "mailbox" },
    logger,
    clientFacts,
    reads,
    exports: createExportPlaces(),
    live: { open: async () => null, size: () => 0, close: async () => {} },
    renderMail,
    setupCode: null,
  });
  const facts = (from: string | null | undefined, local = false): ClientFacts => ({
    address: from === undefined ? "203.0.113.24" : from,
    local,
    requestId: newRequestId(),
  });

  const addresses = new Map<string, string | null | undefined>();
  const listener = getRequestListener(publicApi.fetch);
  const server = createServer((req, res) => {
    const given = facts(addresses.get(String(req.headers["x-test-call"])));
    const read = req.headers["x-test-mount"] === "plain" ? plainReadOf(req) : null;
    const answer = read && readPlainCustomer(read.authorization, given, read.customerId);
    if (answer) return answer.then((plain) => writePlainAnswer(res, plain, []));
    return clientFacts.run(given, () => listener(req, res));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await reads.close();
  });

  const node: Mount = async (call) => {
    const mark = newRequestId();
    addresses.set(mark, call.from);
    return callNode(port, { ...call, headers: { ...call.headers, "x-test-call": mark } });
  };
  const plain: Mount = (call) => node({ ...call, headers: { ...call.headers, "x-test-mount": "plain" } });
  const next: Mount = (call) => clientFacts.run(facts(call.from), () => callNext(call));
  const within = <T>(from: string | null, run: () => Promise<T>, local = false) =>
    clientFacts.run(facts(from, local), run);
  return { node, next, mounts: { node, plain, next }, within, reads, logs, port };
}

function headersOf({ secret, headers }: Call): Record<string, string> {
  return { ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }), ...headers };
}

function answerOf(status: number, headers: IncomingHttpHeaders, body: string): Answer {
  const json = headers["content-type"]?.includes("json") && body !== "" ? JSON.parse(body) : {};
  return { status, headers, text: body, json, list: json, requestId: String(headers["x-request-id"]) };
}

function callNode(port: number, call: Call): Promise<Answer> {
  const { path, method = "GET" } = call;
  return new Promise((resolve, reject) => {
    const sent = request({
      port,
      host: "127.0.0.1",
      path: `/api/v1${path}`,
      method,
      headers: headersOf(call),
    });
    sent.on("error", reject);
    sent.on("response", async (response) => {
      resolve(answerOf(response.statusCode ?? 0, response.headers, await text(response)));
    });
    sent.end(call.body ?? "x".repeat(Number(call.headers?.["content-length"] ?? 0)));
  });
}

async function callNext(call: Call): Promise<Answer> {
  const { path, method = "GET" } = call;
  const handler = handlers.get(method);
  if (!handler) throw new Error(`Next has no handler for ${method}.`);
  const made = new Request(`http://localhost/api/v1${path}`, {
    method,
    headers: headersOf(call),
    body: call.body,
  });
  const response = await handler(made);
  return answerOf(response.status, Object.fromEntries(response.headers), await response.text());
}
