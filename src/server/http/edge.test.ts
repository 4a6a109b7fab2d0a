import { afterEach, describe, expect, it } from "vitest";
import { type EdgeOptions, type EdgeServer, startEdge } from "../test/attack/edge-server";
import { getRaw, type RawTarget, sendRaw } from "../test/attack/raw-request";

const running: EdgeServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
});

async function start(options: EdgeOptions = {}): Promise<EdgeServer & RawTarget> {
  const server = await startEdge(options);
  running.push(server);
  return { ...server, host: "127.0.0.1" };
}

const host = "Host: portal.example";

describe("every answer", () => {
  it("names its request, forbids framing and sniffing, and keeps other origins out", async () => {
    const target = await start();
    const ids = new Set<string>();
    for (const path of ["/", "/api/v1/token", "/api/health", "/api/trpc/x", "//"]) {
      const { headers } = await getRaw(target, path, [host]);
      ids.add(headers["x-request-id"] ?? "");
      expect(headers["x-content-type-options"], path).toBe("nosniff");
      expect(headers["x-frame-options"], path).toBe("DENY");
      for (const barred of ["object-src", "base-uri", "frame-ancestors"]) {
        expect(headers["content-security-policy"], path).toContain(`${barred} 'none'`);
      }
      expect(headers["referrer-policy"], path).toBe("same-origin");
      expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
      expect(headers["access-control-allow-origin"], path).toBeUndefined();
      expect(headers["strict-transport-security"], path).toBeUndefined();
      expect(headers["cache-control"], path).toBe("no-store");
    }
    expect(ids.size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^req_[0-9A-Za-z]{17}$/);
  });

  it("of the stream of changes is to be passed on as it is", async () => {
    const target = await start();
    const cached = async (path: string) => (await getRaw(target, path, [host])).headers["cache-control"];
    expect(await cached("/api/events")).toBe("no-store, no-transform");
    expect(await cached("/api/eventsx")).toBe("no-store");
  });

  it("carries HSTS where APP_URL is https", async () => {
    const target = await start({ appUrl: new URL("https://portal.example") });
    const { headers } = await getRaw(target, "/", [host]);
    expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8,}; includeSubDomains/);
    expect(headers["content-security-policy"]).toContain("upgrade-insecure-requests");
  });

  it("gives each page a nonce of its own, the same to the code behind", async () => {
    const target = await start();
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { headers, body } = await getRaw(target, "/", [host]);
      const seen = JSON.parse(body).headers;
      expect(seen["content-security-policy"]).toBe(headers["content-security-policy"]);
      expect(headers["content-security-policy"]).toContain(`'nonce-${seen["x-nonce"]}'`);
      expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
      nonces.add(seen["x-nonce"]);
    }
    expect(nonces.size).toBe(3);
  });
});

describe("a plain read of a customer", () => {
  const path = "/api/v1/customers/cus_7Qm2xN4vKd81TzPb";
  const lines = [host, "Authorization: Bearer x"];
  const plainCustomer: EdgeOptions["plainCustomer"] = async (
    authorization,
    { address, requestId },
    customerId,
  ) => ({
    status: 200,
    headers: ["X-Request-Id", requestId, "Cache-Control", "no-store"],
    text: JSON.stringify({ mount: "plain", authorization, address, customerId }),
  });

  it("has the headers of every answer, and the address that the long way finds", async () => {
    const target = await start({ plainCustomer });
    const { headers, body } = await getRaw(target, path, lines);
    expect(JSON.parse(body)).toEqual({
      mount: "plain",
      authorization: "Bearer x",
      address: "127.0.0.1",
      customerId: "cus_7Qm2xN4vKd81TzPb",
    });
    const long = await getRaw(target, `${path}?fields=email`, lines);
    expect(JSON.parse(long.body)).toMatchObject({ mount: "api", address: "127.0.0.1" });
    const own = (given: Record<string, string>) =>
      Object.keys(given).filter((name) => name !== "content-length");
    expect(own(headers).sort()).toEqual(
      own(long.headers)
        .filter((name) => name !== "transfer-encoding")
        .sort(),
    );
    expect(headers["x-request-id"]).toMatch(/^req_[0-9A-Za-z]{17}$/);
  });

  it("believes no forwarded header, and a trusted proxy's alone", async () => {
    const forged = [...lines, "X-Forwarded-For: 192.0.2.66, 198.51.100.7"];
    const alone = await getRaw(await start({ plainCustomer }), path, forged);
    expect(JSON.parse(alone.body)).toMatchObject({ mount: "api", address: null });
    const behind = await start({ plainCustomer, trustedProxies: ["127.0.0.1"] });
    expect(JSON.parse((await getRaw(behind, path, forged)).body).address).toBe("198.51.100.7");
  });

  it("waits for a server that serves, and for a token that is one", async () => {
    const stopped = await start({ plainCustomer, serving: () => false });
    expect((await getRaw(stopped, path, lines)).status).toBe(503);
    const unread = await start({ plainCustomer: () => null });
    expect(JSON.parse((await getRaw(unread, path, lines)).body).mount).toBe("api");
  });
});

describe("what a client may not tell the code behind", () => {
  it("takes internal and forwarded headers away, from both lists of headers", async () => {
    const names = [
      "X-Middleware-Subrequest",
      "x-middleware-rewrite",
      "X-Nonce",
      "Content-Security-Policy",
      "Content-Security-Policy-Report-Only",
      "X-Invoke-Path",
      "X-Matched-Path",
      "X-Now-Route-Matches",
      "X-Prerender-Revalidate",
      "X-Request-Id",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Proto",
      "X-Forwarded-Port",
      "Forwarded",
      "X-Real-IP",
      "True-Client-IP",
    ];
    const target = await start({ embedded: true });
    const forged = "script-src 'nonce-forged'";
    const { body } = await getRaw(target, "/", [
      host,
      "Accept: kept",
      ...names.map((name) => `${name}: ${forged}`),
    ]);
    expect(body).not.toContain("forged");
    const { headers, distinct, raw, requestId } = JSON.parse(body);
    expect(headers).toMatchObject({ accept: "kept", "x-request-id": requestId });
    expect(headers).toMatchObject({ "x-forwarded-host": "portal.example", "x-forwarded-proto": "http" });
    expect(distinct).toMatchObject({ accept: ["kept"], "x-request-id": [requestId] });
    expect(raw).toContain("kept");
  });
});

describe("requests that go no further", () => {
  const refused = async (bytes: string, options: EdgeOptions = {}) => {
    const target = await start({ pages: reached, publicApi: reached, ...options });
    const { status } = await sendRaw(target, bytes);
    return status;
  };
  const reached: EdgeOptions["pages"] = (_req, res) => res.end("reached");
  const line = (first: string, ...lines: string[]) =>
    [first, host, "Connection: close", ...lines, "", ""].join("\r\n");

  it.each([
    ["TRACE", line("TRACE / HTTP/1.1"), 405],
    ["TRACE on the public API", line("TRACE /api/v1/token HTTP/1.1"), 405],
    ["CONNECT", line("CONNECT portal.example:443 HTTP/1.1"), 405],
    ["PUT on a page", line("PUT / HTTP/1.1", "Content-Length: 0"), 405],
    ["OPTIONS on a page", line("OPTIONS / HTTP/1.1"), 405],
    [
      "an upgrade",
      line("GET / HTTP/1.1", "Upgrade: websocket").replace("Connection: close", "Connection: Upgrade"),
      400,
    ],
    ["an absolute target", line("GET http://evil.example/ HTTP/1.1"), 400],
    ["an asterisk", line("OPTIONS * HTTP/1.1"), 400],
    ["two slashes", line("GET //evil.example/ HTTP/1.1"), 400],
    ["a backslash", line("GET /\\evil.example/ HTTP/1.1"), 400],
    ["the image optimiser", line("GET /_next/image?url=%2Ficon.png&w=64&q=75 HTTP/1.1"), 404],
    ["the image optimiser, escaped", line("GET /_next/im%61ge?url=%2Ficon.png HTTP/1.1"), 404],
    ["the image optimiser, with a slash", line("GET /_next/image/ HTTP/1.1"), 404],
    ["two Hosts", line("GET / HTTP/1.1", "Host: evil.example"), 400],
    ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400],
    ["nonsense", "nonsense\r\n\r\n", 400],
    ["two lengths", line("POST / HTTP/1.1", "Content-Length: 1", "Content-Length: 2"), 400],
    ["length and chunks", line("POST / HTTP/1.1", "Content-Length: 4", "Transfer-Encoding: chunked"), 400],
    ["headers too large", line("GET / HTTP/1.1", `X-Large: ${"x".repeat(17_000)}`), 431],
    ["a body too large", line("POST / HTTP/1.1", "Content-Length: 1048577"), 413],
    ["an endless body", line("POST / HTTP/1.1", "Transfer-Encoding: chunked"), 411],
    [
      "a body too large, announced",
      line("POST / HTTP/1.1", "Content-Length: 9999999", "Expect: 100-continue"),
      413,
    ],
  ])("%s", async (_, bytes, status) => {
    expect(await refused(bytes)).toBe(status);
  });

  it("are answered with the headers of every answer, those included that Node itself refuses", async () => {
    const target = await start({ appUrl: new URL("https://portal.example") });
    for (const bytes of [
      "nonsense\r\n\r\n",
      line("CONNECT portal.example:443 HTTP/1.1"),
      line("TRACE / HTTP/1.1"),
    ]) {
      const { headers } = await sendRaw(target, bytes);
      expect(headers, bytes).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        "strict-transport-security": expect.stringContaining("max-age="),
        "cache-control": "no-store",
      });
    }
  });

  it("passes a body of the largest size, announced or not", async () => {
    const target = await start();
    const body = "x".repeat(1024 * 1024);
    const plain = await sendRaw(target, line("POST / HTTP/1.1", `Content-Length: ${body.length}`) + body);
    expect(plain.status).toBe(200);
    const asked = await sendRaw(target, line("POST / HTTP/1.1", "Content-Length: 1", "Expect: 100-continue"));
    expect(asked.status).toBe(100);
  });

  it("lets the public API refuse verbs itself", async () => {
    const target = await start();
    const { body } = await sendRaw(target, line("DELETE /api/v1/token HTTP/1.1"));
    expect(JSON.parse(body).mount).toBe("api");
    for (const path of ["/api/v1", "/api/v1?x", "/api/v1/a/b"]) {
      expect(JSON.parse((await getRaw(target, path, [host])).body).mount, path).toBe("api");
    }
    for (const path of ["/api/v11/token", "/api/v1x", "/API/v1/token", "/x/api/v1/token"]) {
      expect(JSON.parse((await getRaw(target, path, [host])).body).mount, path).toBe("pages");
    }
  });

  it("hides what went wrong behind a request id", async () => {
    const target = await start({ pages: () => Promise.reject(new Error("the inside")) });
    const { status, body } = await getRaw(target, "/", [host]);
    expect(status).toBe(500);
    expect(body).not.toContain("inside");
    expect(JSON.parse(body)).toMatchObject({ code: "internal", request_id: expect.stringMatching(/^req_/) });
  });
});

describe("the one origin", () => {
  const appUrl = new URL("http://localhost:3000");

  it.each([
    ["127.0.0.1:3000", "/customers?page=2", "http://localhost:3000/customers?page=2"],
    ["[::1]:3000", "/", "http://localhost:3000/"],
    ["localhost:4000", "/", "http://localhost:3000/"],
  ])("sends a page on %s%s to %s", async (name, path, location) => {
    const target = await start({ appUrl, embedded: true });
    const { status, headers } = await getRaw(target, path, [`Host: ${name}`]);
    expect([status, headers.location]).toEqual([307, location]);
  });

  it.each([
    ["its own host", "/", ["Host: localhost:3000"]],
    ["another name", "/", ["Host: portal.example"]],
    ["a request through a proxy", "/", ["Host: 127.0.0.1:3000", "X-Forwarded-For: 192.0.2.1"]],
    ["the public API", "/api/v1/token", ["Host: 127.0.0.1:3000"]],
    ["a script", "/_next/static/x.js", ["Host: 127.0.0.1:3000"]],
  ])("leaves %s", async (_, path, lines) => {
    const target = await start({ appUrl, embedded: true });
    expect((await getRaw(target, path, lines)).status).toBe(200);
  });
});
