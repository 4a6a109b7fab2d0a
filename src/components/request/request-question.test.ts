import { describe, expect, it } from "vitest";
import { type AskedFor, closedSentence, requestQuestion } from "./request-question";

const before = { ratePerMinute: 60, dailyLimit: 5000, tokenExpiresAt: new Date("2027-02-22T23:59:59Z") };
const token = {
  ...before,
  kind: "new_token" as const,
  scopes: ["customers:read", "fields:contact"] as const,
  overlapSeconds: 0,
  before: null,
};
const asked: AskedFor = {
  purpose: "Tills, Quayside stores",
  token,
  change: null,
  networks: 3,
  addresses: 258n,
};
const about = (more: Partial<NonNullable<AskedFor["token"]>>) =>
  requestQuestion({ ...asked, token: { ...token, before, ...more } });
const id = "3f0c8f2e-4c52-4f38-9d6e-1f7d5c1c0a11";

describe("a request for a token as one sentence", () => {
  it("says who reads what, from how many addresses, until which day", () => {
    expect(requestQuestion(asked)).toBe(
      "Let “Tills, Quayside stores” read one customer at a time, with contact details, from 258 addresses until 22 February 2027?",
    );
  });

  it("names every operation and group, or that none was asked for", () => {
    const scopes = ["customers:read", "customers:list", "fields:sensitive", "fields:consent"] as const;
    expect(requestQuestion({ ...asked, token: { ...token, scopes }, addresses: 1n })).toContain(
      "read one customer at a time and whole lists of customers, with birth date and home address and consent, from 1 address",
    );
    expect(requestQuestion({ ...asked, token: { ...token, scopes: ["customers:read"] } })).toContain(
      "with points, tier and status only",
    );
  });

  it("says what is added, renewed, rotated or raised", () => {
    expect(about({ kind: "networks" })).toBe(
      "Let “Tills, Quayside stores” also read from 258 addresses in 3 networks until 22 February 2027?",
    );
    expect(about({ kind: "rotation", overlapSeconds: 86_400 })).toBe(
      "Give “Tills, Quayside stores” a new secret, the old one working beside it for 1 day?",
    );
    expect(about({ kind: "renewal", tokenExpiresAt: new Date("2027-05-22T23:59:59Z") })).toBe(
      "Let “Tills, Quayside stores” go on until 22 May 2027 instead of 22 February 2027, with a new secret, the old one ending at once?",
    );
    expect(about({ kind: "limits", ratePerMinute: 600 })).toBe(
      "Let “Tills, Quayside stores” read 600 times a minute instead of 60?",
    );
    expect(about({ kind: "limits", ratePerMinute: 600, dailyLimit: 9000 })).toBe(
      "Let “Tills, Quayside stores” read 600 times a minute instead of 60, and 9,000 customers a day instead of 5,000?",
    );
  });
});

describe("another change as one sentence", () => {
  const question = (change: NonNullable<AskedFor["change"]>) =>
    requestQuestion({ ...asked, token: null, change, networks: 0, addresses: 0n });
  const role = { id, name: "Security Admin", permissions: ["access_requests.decide" as const] };
  const person = { userId: id, userName: "Priya Natarajan" };

  it("names the person and the roles", () => {
    const change = { kind: "user_roles" as const, ...person, userEmail: "p@harbour.example", add: [role] };
    expect(question(change)).toBe("Give Priya Natarajan the role Security Admin?");
  });

  it("names the role, its holders and the permission", () => {
    const add = ["api_settings.manage" as const];
    expect(
      question({ kind: "role_permissions", role: { ...role, name: "Staff" }, add, holders: 3, heldBy: [] }),
    ).toBe("Let the role Staff, which 3 people hold, do this too: “Ask for security tokens and addresses”?");
  });

  it("names both mailboxes, and both values of a setting", () => {
    const change = {
      kind: "user_email" as const,
      emailChangeId: id,
      ...person,
      from: "a@x.example",
      to: "b@y.example",
    };
    expect(question(change)).toBe(
      "Change the e-mail address of Priya Natarajan from a@x.example to b@y.example?",
    );
    expect(
      question({ kind: "program_settings", before: { widestIpv4: 24 }, after: { widestIpv4: 16 } }),
    ).toBe("Change “Widest IPv4 range” from /24 to /16?");
  });
});

describe("a closed request as one sentence", () => {
  it("asks no more, and says what came of it", () => {
    expect(closedSentence("Approved", "Let “Tills” read one customer at a time?")).toBe(
      "Approved: let “Tills” read one customer at a time",
    );
    expect(closedSentence("Withdrawn", "Quayside stores?")).toBe("Withdrawn: Quayside stores");
  });
});
