import { describe, expect, it } from "vitest";
import { addressesOf, readNetworks, requestQuestion, signedTime } from "./request-words";

const asked = {
  purpose: "Tills, Quayside stores",
  scopes: ["customers:read", "fields:contact"],
  addresses: 258n,
  tokenExpiresAt: new Date("2027-02-22T23:59:59Z"),
} as const;

describe("the request as one sentence", () => {
  it("says who reads what, from how many addresses, until which day", () => {
    expect(requestQuestion(asked)).toBe(
      "Let “Tills, Quayside stores” read one customer at a time, with contact details, from 258 addresses until 22 February 2027?",
    );
  });

  it("names every operation and group", () => {
    const scopes = ["customers:read", "customers:list", "fields:sensitive", "fields:consent"] as const;
    expect(requestQuestion({ ...asked, scopes, addresses: 1n })).toContain(
      "read one customer at a time and whole lists of customers, with birth date and home address and consent, from 1 address",
    );
  });

  it("says so where no group was asked for", () => {
    expect(requestQuestion({ ...asked, scopes: ["customers:read"] })).toContain(
      "with points, tier and status only",
    );
  });
});

describe("what was signed", () => {
  it("writes times in UTC, whatever the reader's zone", () => {
    expect(signedTime(asked.tokenExpiresAt)).toBe("22 Feb 2027, 23:59 UTC");
  });

  it("reads stored networks and adds their sizes up", () => {
    const networks = readNetworks([
      { network: "203.0.113.24/32" },
      { network: "198.51.100.0/24" },
      { network: "2001:db8:12::7/128" },
    ]);
    expect(networks.map(({ read }) => read.text)).toEqual([
      "203.0.113.24",
      "198.51.100.0/24",
      "2001:db8:12::7",
    ]);
    expect(addressesOf(networks)).toBe(258n);
  });
});
