import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { plainReadOf } from "./plain-read";

const url = "/api/v1/customers/cus_7Qm2xN4vKd81TzPb";
const usual = ["Host", "portal.example", "Authorization", "Bearer x", "Accept", "*/*"];
const request = (given: { method?: string; url?: string; rawHeaders?: string[] } = {}) =>
  ({ method: "GET", url, rawHeaders: usual, ...given }) as IncomingMessage;

describe("a plain read", () => {
  it("is a GET of one customer with a token and nothing to judge", () => {
    const read = { authorization: "Bearer x", customerId: "cus_7Qm2xN4vKd81TzPb" };
    expect(plainReadOf(request())).toEqual(read);
    expect(plainReadOf(request({ rawHeaders: [...usual, "X-Forwarded-For", "198.51.100.7"] }))).toEqual(read);
  });

  it.each([
    ["another verb", { method: "HEAD" }],
    ["a parameter", { url: `${url}?fields=email` }],
    ["a token in the address", { url: `${url}?access_token=x` }],
    ["an id of another form", { url: "/api/v1/customers/7Qm2" }],
    ["an escaped id", { url: "/api/v1/customers/cus_%41" }],
    ["a lookup", { url: "/api/v1/customers/lookup" }],
    ["a path below", { url: `${url}/` }],
    ["an absolute target", { url: `http://portal.example${url}` }],
    ["no host", { rawHeaders: usual.slice(2) }],
    ["two hosts", { rawHeaders: [...usual, "host", "evil.example"] }],
    ["no token", { rawHeaders: usual.slice(0, 2) }],
    ["two tokens", { rawHeaders: [...usual, "authorization", "Bearer y"] }],
    ["a body", { rawHeaders: [...usual, "Content-Length", "2"] }],
    ["a body in chunks", { rawHeaders: [...usual, "Transfer-Encoding", "chunked"] }],
    ["an expectation", { rawHeaders: [...usual, "Expect", "100-continue"] }],
    ["another protocol", { rawHeaders: [...usual, "Upgrade", "websocket"] }],
  ])("is not one with %s", (_what, given) => {
    expect(plainReadOf(request(given))).toBeNull();
  });
});
