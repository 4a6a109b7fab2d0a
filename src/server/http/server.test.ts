import { createServer } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type EdgeOptions, type EdgeServer, startEdge } from "../test/attack/edge-server";
import { getRaw, type RawTarget, sendRaw } from "../test/attack/raw-request";
import { listen } from "./server";

const running: EdgeServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
});

async function start(options: EdgeOptions = {}): Promise<EdgeServer & RawTarget> {
  const server = await startEdge(options);
  running.push(server);
  return { ...server, host: "127.0.0.1" };
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const host = "Host: portal.example";

describe("health and life", () => {
  it("answers 503 to everything but health's question while it starts or stops", async () => {
    const target = await start({ serving: () => false });
    for (const path of ["/", "/api/v1/token", "/api/health"]) {
      const { status, headers } = await getRaw(target, path, [host]);
      expect([status, headers["retry-after"]], path).toEqual([503, "1"]);
    }
  });

  it("tells in a word whether the database answers", async () => {
    let well = true;
    const target = await start({ health: async () => well });
    expect(await getRaw(target, "/api/health", [host])).toMatchObject({
      status: 200,
      body: '{"status":"ok"}',
    });
    well = false;
    expect(await getRaw(target, "/api/health", [host])).toMatchObject({
      status: 503,
      body: '{"status":"unavailable"}',
    });
  });

  it("lets requests in flight finish and takes no more", async () => {
    const held = deferred();
    const arrived = deferred();
    const target = await start({
      pages: async (_req, res) => {
        arrived.resolve();
        await held.promise;
        res.end("finished");
      },
    });
    const inFlight = sendRaw(target, `GET / HTTP/1.1\r\n${host}\r\n\r\n`);
    await arrived.promise;
    const closed = target.close(5_000);
    await expect(getRaw(target, "/", [host])).rejects.toThrow("ECONNREFUSED");
    held.resolve();
    expect((await inFlight).body).toBe("finished");
    await closed;
  });

  it("cuts off what does not finish in time", async () => {
    const target = await start({ pages: () => new Promise(() => {}) });
    const stuck = getRaw(target, "/", [host]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await target.close(100);
    expect((await stuck).status).toBe(0);
  });

  it("says in a sentence that its port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await expect(listen({ hosts: ["127.0.0.1"], port, listener: () => {} })).rejects.toThrow(`Port ${port}`);
    other.close();
  });

  it("listens on both loopback addresses with one port, and skips addresses this machine lacks", async () => {
    const both = await start({ hosts: ["127.0.0.1", "::1"] });
    expect(both.targets).toEqual([
      { host: "127.0.0.1", port: both.port },
      { host: "::1", port: both.port },
    ]);
    const one = await start({ hosts: ["127.0.0.1", "2001:db8::1"] });
    expect(one.targets).toHaveLength(1);
    await expect(start({ hosts: ["2001:db8::1"] })).rejects.toThrow("None of these addresses");
  });

  it("survives a client that leaves in the middle", async () => {
    const target = await start();
    const socket = connect({ host: "127.0.0.1", port: target.port });
    socket.write(`POST / HTTP/1.1\r\n${host}\r\nContent-Length: 100\r\n\r\nx`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await getRaw(target, "/", [host])).status).toBe(200);
  });
});
