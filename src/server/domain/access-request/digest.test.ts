import { createHash } from "node:crypto";
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

  it("is SHA-256 over the set's canonical JSON, so that anybody can work it out, in any later release too", () => {
    const token =
      '{"daily_limit":5000,"distinct_ceiling":2500,"format":"countersign-request-2","kind":"new_token","networks":' +
      '[{"expires_at":null,"label":"Back office","network":"203.0.113.24/32"},' +
      '{"expires_at":"2027-01-01T00:00:00.000Z","label":"","network":"198.51.100.0/24"}],' +
      '"overlap_seconds":0,"purpose":"Tills","rate_per_minute":60,"reason":"Checkout",' +
      '"requester":"11111111-1111-4111-8111-111111111111","scopes":["customers:read","fields:contact"],' +
      '"token":"ST-7F3K-9Q2M","token_expires_at":"2027-02-22T23:59:59.000Z","token_version":1}';
    const other =
      '{"change":{"after":{"widestIpv4":20},"before":{"widestIpv4":24},"kind":"program_settings"},' +
      '"format":"countersign-change-1","kind":"program_settings",' +
      '"purpose":"Widen the widest IPv4 range to /20","reason":"A store\'s network is larger",' +
      '"requester":"11111111-1111-4111-8111-111111111111"}';
    const sha256 = (json: string) => createHash("sha256").update(json).digest("hex");
    expect(requestDigest(signed).toString("hex")).toBe(sha256(token));
    expect(requestDigest(change).toString("hex")).toBe(sha256(other));
  });

  it("names every part of the set in the changes above", () => {
    expect(changes.length).toBeGreaterThanOrEqual(Object.keys(signed).length);
    expect(otherChanges.length).toBeGreaterThanOrEqual(Object.keys(change).length);
  });
});
