import { describe, expect, it } from "vitest";
import { requestDigest, type SignedChangeRequest, type SignedTokenRequest } from "./digest";

const signed: SignedTokenRequest = {
  kind: "new_token",
  tokenReference: "ST-7F3K-9Q2M",
  tokenVersion: 1,
  requesterId: "11111111-1111-4111-8111-111111111111",
  purpose: "Tills",
  scopes: ["customers:read", "fields:contact"],
  networks: [
    { network: "203.0.113.24/32", label: "Back office", expiresAt: null },
    { network: "198.51.100.0/24", label: "", expiresAt: new Date("2027-01-01T00:00:00Z") },
  ],
  ratePerMinute: 60,
  dailyLimit: 5000,
  distinctCeiling: 2500,
  tokenExpiresAt: new Date("2027-02-22T23:59:59Z"),
  overlapSeconds: 0,
  reason: "Checkout",
};

const changes: Array<[string, Partial<SignedTokenRequest>]> = [
  ["kind", { kind: "networks" }],
  ["token", { tokenReference: "ST-7F3K-9Q2N" }],
  ["version", { tokenVersion: 2 }],
  ["requester", { requesterId: "21111111-1111-4111-8111-111111111111" }],
  ["purpose", { purpose: "Tills " }],
  ["scopes", { scopes: ["customers:read"] }],
  ["a network", { networks: signed.networks.slice(1) }],
  ["a label", { networks: signed.networks.map((one) => ({ ...one, label: "x" })) }],
  ["a network's expiry", { networks: signed.networks.map((one) => ({ ...one, expiresAt: null })) }],
  ["rate", { ratePerMinute: 61 }],
  ["daily limit", { dailyLimit: 5001 }],
  ["ceiling", { distinctCeiling: 2501 }],
  ["no ceiling", { distinctCeiling: null }],
  ["token expiry", { tokenExpiresAt: new Date("2027-02-22T23:59:59.001Z") }],
  ["overlap", { overlapSeconds: 1 }],
  ["reason", { reason: "Checkout!" }],
];

const change: SignedChangeRequest = {
  kind: "program_settings",
  requesterId: signed.requesterId,
  purpose: "Widen the widest IPv4 range to /20",
  change: { kind: "program_settings", before: { widestIpv4: 24 }, after: { widestIpv4: 20 } },
  reason: "A store's network is larger",
};

const otherChanges: Array<[string, Partial<SignedChangeRequest>]> = [
  ["kind", { kind: "user_roles" }],
  ["requester", { requesterId: "21111111-1111-4111-8111-111111111111" }],
  ["purpose", { purpose: "Widen" }],
  ["change", { change: { kind: "program_settings", before: { widestIpv4: 24 }, after: { widestIpv4: 19 } } }],
  ["reason", { reason: "" }],
];

describe("the digest that an approver signs (rule 3)", () => {
  it("is the same for the same set, whatever the order of its keys", () => {
    const turned = Object.fromEntries(Object.entries(signed).reverse()) as unknown as SignedTokenRequest;
    expect(requestDigest(turned).toString("hex")).toBe(requestDigest(signed).toString("hex"));
  });

  it.each(changes)("differs with its %s", (_, change) => {
    expect(requestDigest({ ...signed, ...change }).equals(requestDigest(signed))).toBe(false);
  });

  it.each(otherChanges)("of another change differs with its %s", (_, other) => {
    expect(requestDigest({ ...change, ...other }).equals(requestDigest(change))).toBe(false);
  });

  it("names every part of the set in the changes above", () => {
    expect(changes.length).toBeGreaterThanOrEqual(Object.keys(signed).length);
    expect(otherChanges.length).toBeGreaterThanOrEqual(Object.keys(change).length);
  });
});
