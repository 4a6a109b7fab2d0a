import { expect, test } from "@playwright/test";

interface Kind {
  path: string;
  status: number;
  method?: string;
  headers?: Record<string, string>;
  /** What it is kept to: a page's policy with a nonce, or one that loads nothing. */
  policy: "page" | "data";
}

const post = { method: "POST", headers: { "content-type": "application/json" } };

/** One of every kind of answer, from whoever gives it: Next, the public API, the edge itself. */
const kinds: Record<string, Kind> = {
  "a page": { path: "/sign-in", status: 200, policy: "page" },
  "a page's redirect": { path: "/", status: 307, policy: "page" },
  "a page's data": { path: "/sign-in?_rsc", status: 200, headers: { rsc: "1" }, policy: "page" },
  "no page": { path: "/nothing", status: 404, policy: "page" },
  "no file of the build": { path: "/_next/static/nothing.js", status: 404, policy: "page" },
  "an icon": { path: "/icon.svg", status: 200, policy: "page" },
  "a path that spells nothing": { path: "/%E0%A4%A", status: 404, policy: "page" },
  "a verb that no page takes": { path: "/", status: 405, method: "DELETE", policy: "page" },
  "no security contact": { path: "/.well-known/security.txt", status: 404, policy: "page" },
  health: { path: "/api/health", status: 200, policy: "data" },
  "the API's document": { path: "/api/v1/openapi.json", status: 200, policy: "data" },
  "a refused call": { path: "/api/v1/customers/cus_7Qm2xN4vKd81TzPb", status: 401, policy: "data" },
  "no operation": { path: "/api/v1/nothing", status: 404, policy: "data" },
  "a refused procedure": { path: "/api/trpc/shell.status", status: 403, ...post, policy: "data" },
  "a procedure by GET": { path: "/api/trpc/shell.status", status: 405, policy: "data" },
  "a token against forgery": { path: "/api/auth/csrf", status: 200, policy: "data" },
  "sign-in's redirect": { path: "/api/auth/signin", status: 302, policy: "data" },
  "a sign-in from elsewhere": { path: "/api/auth/callback/password", status: 403, ...post, policy: "data" },
  "no way of signing in": { path: "/api/auth/_log", status: 404, policy: "data" },
  "a refused stream": { path: "/api/events", status: 400, policy: "data" },
  "a refused export": { path: "/api/audit/export", status: 401, policy: "data" },
  "no handler": { path: "/api/nothing", status: 404, policy: "data" },
};

const fixed = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

function expectHeaders(headers: Record<string, string>, policy: Kind["policy"]): void {
  expect(headers).toMatchObject(fixed);
  expect(headers["permissions-policy"]).toContain("camera=()");
  expect(headers["x-request-id"]).toMatch(/^req_/);
  for (const name of ["x-powered-by", "server", "access-control-allow-origin"])
    expect(headers[name], name).toBeUndefined();
  const csp = headers["content-security-policy"] ?? "";
  for (const barred of ["object-src", "base-uri", "frame-ancestors"])
    expect(csp).toContain(`${barred} 'none'`);
  expect(csp).toMatch(policy === "data" ? /^default-src 'none';/ : /script-src 'self' 'nonce-[^']{20,}'/);
  expect(csp.match(/script-src[^;]*/)?.[0] ?? "").not.toContain("unsafe");
}

for (const [kind, { path, status, policy, ...how }] of Object.entries(kinds)) {
  test(`${kind} carries every security header, is kept nowhere, and sets no cookie that scripts read`, async ({
    request,
  }) => {
    const answer = await request.fetch(path, { ...how, maxRedirects: 0 });
    expect(answer.status()).toBe(status);
    expectHeaders(answer.headers(), policy);
    expect(answer.headers()["cache-control"]).toContain("no-store");
    for (const { name, value } of answer.headersArray()) {
      if (name.toLowerCase() !== "set-cookie") continue;
      expect(value).toMatch(/; Path=\/;.* HttpOnly; SameSite=Lax/);
      expect(value).not.toContain("Domain=");
    }
  });
}

test("files of the build carry them too, and each script of a page bears its nonce", async ({ request }) => {
  for (const path of ["/sign-in", "/nothing"]) {
    const page = await request.get(path);
    const nonce = page.headers()["content-security-policy"]?.match(/'nonce-([^']+)'/)?.[1];
    const html = await page.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(html.match(/<[a-z][^>]*\son[a-z]+=/i)).toBeNull();
  }
  const file = (await (await request.get("/sign-in")).text()).match(
    /src="(\/_next\/static\/[^"]+\.js)"/,
  )?.[1];
  const script = await request.get(file ?? "");
  expectHeaders(script.headers(), "page");
  expect(script.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
});
