import { describe, expect, it } from "vitest";
import { returnPath, signInPath } from "./return-path";

describe("returnPath", () => {
  it.each([
    ["/requests/1?a=b", "/requests/1?a=b"],
    ["/audit-log?_rsc=abc&page=2", "/audit-log?page=2"],
    [null, "/"],
    ["https://evil.example/", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/a\\b", "/"],
    ["/\tevil", "/"],
    ["/api/auth/signout", "/"],
    ["/sign-in?from=/x", "/"],
  ])("%s → %s", (given, expected) => expect(returnPath(given)).toBe(expected));

  it("names the way back on the sign-in page only where there is one", () => {
    expect(signInPath("/requests/1")).toBe("/sign-in?from=%2Frequests%2F1");
    expect(signInPath("/")).toBe("/sign-in");
  });
});
