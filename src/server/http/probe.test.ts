import type { RequestListener } from "node:http";
import { afterEach, expect, it, test } from "vitest";
import { type EdgeOptions, type EdgeServer, startEdge } from "../test/attack/edge-server";
import { getRaw } from "../test/attack/raw-request";

const running: EdgeServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
});
async function start(options: EdgeOptions): Promise<EdgeServer> {
  const server = await startEdge(options);
  running.push(server);
  return server;
}

const hosts = ["127.0.0.1", "::1"];

test.each([
  ["no proxy", { trustedProxies: [], embedded: false }],
  ["embedded", { trustedProxies: [], embedded: true }],
  ["loopback trusted", { trustedProxies: ["127.0.0.1", "::1"], embedded: false }],
  ["loopback trusted, embedded", { trustedProxies: ["127.0.0.0/8", "::1/128"], embedded: true }],
  ["another proxy", { trustedProxies: ["10.0.0.0/8"], embedded: false }],
  ["one family trusted", { trustedProxies: ["::1"], embedded: false }],
  ["the probe's own network trusted", { trustedProxies: ["127.0.0.1", "198.51.100.0/24"], embedded: false }],
])("passes where rule 7 holds: %s", async (_, configuration) => {
  const server = await start({ hosts, ...configuration });
  await expect(server.probe()).resolves.toBeUndefined();
});

it("passes on a dual-stack socket", async () => {
  const server = await start({ hosts: ["::"], trustedProxies: ["127.0.0.1"] });
  await expect(server.probe()).resolves.toBeUndefined();
});

const wrongReaders: [string, EdgeOptions["clientAddress"]][] = [
  ["believes anybody", (req) => ({ address: last(req.headers["x-forwarded-for"]), local: false })],
  ["believes the leftmost", (req) => ({ address: first(req.headers["x-forwarded-for"]), local: false })],
  ["takes the proxy for the caller", () => ({ address: "127.0.0.1", local: false })],
];
const last = (value: unknown) => String(value).split(", ").at(-1) ?? null;
const first = (value: unknown) => String(value).split(", ")[0] ?? null;

test.each(wrongReaders)("stops a start that %s", async (_, clientAddress) => {
  const server = await start({ trustedProxies: [], embedded: false, clientAddress });
  await expect(server.probe()).rejects.toThrow("start-up probe failed");
});

test.each(wrongReaders.slice(1))(
  "stops a start behind a trusted loopback proxy that %s",
  async (_, clientAddress) => {
    const server = await start({ trustedProxies: ["127.0.0.1"], embedded: false, clientAddress });
    await expect(server.probe()).rejects.toThrow("TRUSTED_PROXIES");
  },
);

it("stops a start where something in front drops or adds headers", async () => {
  const dropping: EdgeOptions["wrap"] = (listener: RequestListener) => (req, res) => {
    delete req.headersDistinct["x-forwarded-for"];
    listener(req, res);
  };
  const server = await start({ trustedProxies: ["127.0.0.1"], wrap: dropping });
  await expect(server.probe()).rejects.toThrow("no address");
});

it("leaves no probe to ask", async () => {
  const asked: string[] = [];
  const recording: EdgeOptions["wrap"] = (listener) => (req, res) => {
    asked.push(req.url ?? "");
    listener(req, res);
  };
  const server = await start({ embedded: true, wrap: recording });
  await server.probe();
  expect(asked).toHaveLength(1);
  const { body } = await getRaw({ host: "127.0.0.1", port: server.port }, asked[0] ?? "", [
    "Host: localhost",
  ]);
  expect(JSON.parse(body).mount).toBe("pages");
});
