import { describe, expect, it } from "vitest";
import { createKeyRing } from "../keys";
import {
  type ApprovalCodeFacts,
  approvalCodeMatches,
  deriveApprovalCode,
  newNonce,
  normaliseApprovalCode,
} from "./approval-code";

const keys = createKeyRing([
  { id: "k2", key: Buffer.alloc(32, 2) },
  { id: "k1", key: Buffer.alloc(32, 1) },
]);
const facts: ApprovalCodeFacts = {
  requestId: "018f3c1a-0000-4000-8000-000000000001",
  digest: Buffer.alloc(32, 7),
  approverId: "018f3c1a-0000-4000-8000-000000000002",
  mailbox: "tomas.reyes@harbour.example",
  nonce: Buffer.alloc(32, 9),
  expiresAt: new Date("2026-11-27T10:51:00.123Z"),
  keyId: "k2",
};

describe("an approval code", () => {
  it("is ten Crockford base-32 characters, the same every time", () => {
    const code = deriveApprovalCode(keys, facts);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(deriveApprovalCode(keys, facts)).toBe(code);
    expect(normaliseApprovalCode(code ?? "")).toBe(code);
  });

  it.each<[string, Partial<ApprovalCodeFacts>]>([
    ["request", { requestId: "018f3c1a-0000-4000-8000-000000000003" }],
    ["digest", { digest: Buffer.alloc(32, 8) }],
    ["approver", { approverId: "018f3c1a-0000-4000-8000-000000000004" }],
    ["mailbox", { mailbox: "priya.natarajan@harbour.example" }],
    ["nonce", { nonce: Buffer.alloc(32, 10) }],
    ["expiry", { expiresAt: new Date("2026-11-27T10:51:00.124Z") }],
    ["key", { keyId: "k1" }],
  ])("is another one for another %s", (_what, change) => {
    expect(deriveApprovalCode(keys, { ...facts, ...change })).not.toBe(deriveApprovalCode(keys, facts));
  });

  it("is the one that a mail of an earlier release carries", () => {
    expect(deriveApprovalCode(keys, facts)).toBe("FTCY7A93HC");
  });

  it("cannot be derived with a key that left the ring", () => {
    expect(deriveApprovalCode(keys, { ...facts, keyId: "k0" })).toBeNull();
  });

  it("shares no key with links", () => {
    const parts = [facts.requestId];
    expect(keys.mac("k2", "approval-code", parts)).not.toEqual(keys.mac("k2", "invitation", parts));
  });

  it("spreads over the whole alphabet", () => {
    const seen = new Set<string>();
    for (let n = 0; n < 200; n++) {
      for (const character of deriveApprovalCode(keys, { ...facts, nonce: newNonce() }) ?? "") {
        seen.add(character);
      }
    }
    expect(seen.size).toBe(32);
  });
});

describe("comparing codes", () => {
  it("matches only the same code", () => {
    expect(approvalCodeMatches("7K3MQ92XDT", "7K3MQ92XDT")).toBe(true);
    expect(approvalCodeMatches("7K3MQ92XDT", "7K3MQ92XDV")).toBe(false);
    expect(approvalCodeMatches("7K3MQ92XDT", "")).toBe(false);
  });

  it("never matches where what was typed is no code", () => {
    expect(approvalCodeMatches("7K3MQ92XDT", null)).toBe(false);
  });
});
