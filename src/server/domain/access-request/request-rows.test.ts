import { describe, expect, it, test } from "vitest";
import { allPermissions, type Permission } from "../../../contracts/permissions";
import { requestKinds } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import type { UserContext } from "../context";
import { mayCopy } from "./copy-request";
import { requireOpen, requireSameDigest } from "./open-request";
import { changePart, tokenPart } from "./request-part";
import { kindsInSight } from "./require-sight";

type Request = RequestRow["request"];

const tokenRequest = {
  kind: "new_token",
  status: "pending",
  requestedBy: "maya",
  tokenId: "11111111-1111-4111-8111-111111111111",
  tokenVersion: 1,
  scopes: ["customers:read"],
  ratePerMinute: 60,
  dailyLimit: 5000,
  distinctCeiling: null,
  tokenExpiresAt: new Date("2027-02-22T23:59:59Z"),
  expiresAt: new Date("2026-12-01T10:00:00Z"),
  decidedAt: null,
  change: null,
} as unknown as Request;
const roleChange = {
  kind: "user_roles" as const,
  userId: "22222222-2222-4222-8222-222222222222",
  userName: "Priya Natarajan",
  userEmail: "priya@harbour.example",
  add: [],
};

const row = (request: Partial<Request> = {}, rest: Partial<RequestRow> = {}): RequestRow => ({
  request: { ...tokenRequest, ...request },
  tokenReference: "ST-7F3K-9Q2M",
  requesterName: "Maya Okafor",
  requesterEmail: "maya@harbour.example",
  deciderName: null,
  lapsed: false,
  ...rest,
});
const changeRow = (change: unknown = roleChange) =>
  row({ kind: "user_roles", tokenId: null, change: change as Request["change"] }, { tokenReference: null });
const person = (userId: string, ...permissions: Permission[]) =>
  ({ actor: { kind: "user", userId, permissions: new Set(permissions) } }) as unknown as UserContext;

describe("what a request asks for a token", () => {
  it("is its whole set, and no change", () => {
    expect(tokenPart(row())).toEqual({
      kind: "new_token",
      tokenId: tokenRequest.tokenId,
      tokenReference: "ST-7F3K-9Q2M",
      tokenVersion: 1,
      scopes: ["customers:read"],
      ratePerMinute: 60,
      dailyLimit: 5000,
      distinctCeiling: null,
      tokenExpiresAt: tokenRequest.tokenExpiresAt,
    });
    expect(changePart(row())).toBeNull();
  });

  const columns = [
    "tokenId",
    "tokenVersion",
    "scopes",
    "ratePerMinute",
    "dailyLimit",
    "tokenExpiresAt",
  ] as const;
  test.each(columns)("is nothing without its %s, and nobody can sign it then", async (column) => {
    const broken = row({ [column]: null });
    expect(tokenPart(broken)).toBeNull();
    const signing = requireSameDigest({} as UserContext, broken, "");
    await expect(signing).rejects.toThrow("The request is neither for a token nor for a change.");
  });

  it("is nothing without the token's reference", () => {
    expect(tokenPart(row({}, { tokenReference: null }))).toBeNull();
  });
});

describe("what a request asks besides", () => {
  it("is its change alone, even where a token's columns are filled", () => {
    expect(changePart(changeRow())).toEqual(roleChange);
    expect(tokenPart(row({ kind: "user_roles" }))).toBeNull();
  });

  it("is read by its closed shape", () => {
    expect(() => changePart(changeRow({ kind: "user_roles", userId: "somebody" }))).toThrow();
    expect(() => changePart(changeRow(null))).toThrow();
  });
});

describe("a request that is no longer open", () => {
  const closed = (status: string, deciderName: string | null, lapsed = false) => {
    const decidedAt = status === "pending" ? null : new Date("2026-11-30T09:05:59Z");
    return () => requireOpen(row({ status, decidedAt } as Partial<Request>, { deciderName, lapsed }));
  };

  it("is told from one that is", () => {
    expect(() => requireOpen(row())).not.toThrow();
  });

  test.each([
    ["approved", "Tomás Reyes", "approved by Tomás Reyes at 2026-11-30 09:05 UTC."],
    ["rejected", "Tomás Reyes", "rejected by Tomás Reyes at 2026-11-30 09:05 UTC."],
    ["withdrawn", "Maya Okafor", "withdrawn by Maya Okafor at 2026-11-30 09:05 UTC."],
    [
      "voided",
      null,
      "it was voided at 2026-11-30 09:05 UTC, since what it was for, or the right to ask for it, had ended.",
    ],
    ["expired", null, "it expired at 2026-11-30 09:05 UTC."],
  ])("says that it was %s, by whom and when", (status, decider, end) => {
    for (const lapsed of [false, true]) {
      expect(closed(status, decider, lapsed)).toThrow(
        expect.objectContaining({
          code: "request_not_open",
          message: `This request is no longer open: ${end}`,
          details: { status, decided_by: decider, decided_at: "2026-11-30T09:05:59.000Z" },
        }),
      );
    }
  });

  it("has expired where its time is over, before anything has put that down", () => {
    expect(closed("pending", null, true)).toThrow(
      expect.objectContaining({
        code: "request_not_open",
        message: "This request is no longer open: it expired at 2026-12-01 10:00 UTC.",
        details: { status: "expired", decided_by: null, decided_at: "2026-12-01T10:00:00.000Z" },
      }),
    );
  });
});

describe("asking for the same again", () => {
  const others = person("tomas", "api_settings.manage");

  it("is for who may ask for its kind, once it is closed or where it is their own", () => {
    expect(mayCopy(others, row())).toBe(false);
    expect(mayCopy(person("maya", "api_settings.manage"), row())).toBe(true);
    expect(mayCopy(others, row({ status: "rejected" }))).toBe(true);
    expect(mayCopy(others, row({}, { lapsed: true }))).toBe(true);
    expect(mayCopy(person("maya"), row({ status: "rejected" }))).toBe(false);
    expect(mayCopy(person("tomas", "users.manage"), row({ status: "rejected" }))).toBe(false);
  });

  it("is for oneself alone where anybody asks for themselves", () => {
    const email = { kind: "user_email", status: "rejected" } as const;
    expect(mayCopy(person("maya"), row(email))).toBe(true);
    expect(mayCopy(others, row(email))).toBe(false);
  });

  it("is never for an emergency, which is asked for from where one stands", () => {
    const emergency = row({ kind: "break_glass", status: "rejected" });
    expect(mayCopy(person("maya", "customers.read"), emergency)).toBe(false);
  });
});

describe("the kinds of requests in sight", () => {
  it("are all for who decides, those they may ask for to others, and none without a role", () => {
    expect(kindsInSight(person("tomas", "access_requests.decide"))).toEqual([...requestKinds]);
    expect(kindsInSight(person("ingrid", "users.manage"))).toEqual(["user_roles", "factor_reset"]);
    expect(kindsInSight(person("ingrid", "roles.manage"))).toEqual(["role_permissions"]);
    const manager = kindsInSight(person("maya", "api_settings.manage"));
    expect(manager).toContain("new_token");
    expect(manager).toContain("break_glass");
    expect(manager).not.toContain("user_roles");
    const asking: Permission[] = [
      "access_requests.decide",
      "api_settings.manage",
      "users.manage",
      "roles.manage",
    ];
    const rest = allPermissions.filter((one) => !asking.includes(one));
    expect(kindsInSight(person("sam", ...rest))).toEqual([]);
  });
});
