import { describe, expect, it } from "vitest";
import {
  generateTokenInput,
  listRequestsInput,
  rejectAccessRequestInput,
  submitAccessRequestInput,
} from "./access-request";
import { listEventsInput } from "./audit";
import { day } from "./day";
import { listUsersSchema, roleFieldsSchema } from "./people";
import { listNetworksInput, listTokensInput } from "./token-filters";

const id = "00000000-0000-4000-8000-000000000000";
const inDays = (days: number) => new Date(Date.now() + days * day);
const asked = { purpose: "Newsletter sync", scopes: ["customers:read"], expiresAt: inDays(30) };
const network = { network: "203.0.113.24", label: "Office", expiresAt: inDays(10) as Date | null };
const whole = {
  ...asked,
  tokenId: id,
  networks: [network],
  ratePerMinute: 60,
  dailyLimit: 100,
  reason: "The newsletter needs it.\nEvery night.",
};

type Read = { success: boolean; error?: { issues: Array<{ message: string; path: PropertyKey[] }> } };
const faults = (read: Read) => read.error?.issues.map(({ message }) => message) ?? [];
const submit = (change: object) => faults(submitAccessRequestInput.safeParse({ ...whole, ...change }));
const reject = (note: string) =>
  faults(rejectAccessRequestInput.safeParse({ requestId: id, digest: "0".repeat(64), note }));

/** What makes a text read differently from what it is. */
const deceptive = [
  ["a NUL", "\0"],
  ["an escape", "\u001b"],
  ["a C1 control", "\u0085"],
  ["a line separator", "\u2028"],
  ["a paragraph separator", "\u2029"],
  ["an override of direction", "\u202e"],
  ["an isolate", "\u2066"],
  ["half a character", "\ud83d"],
] as const;

describe("what a request says", () => {
  it("is taken in any script, with emoji, and with lines where it has several", () => {
    expect(submit({})).toEqual([]);
    expect(submit({ purpose: "סנכרון 🔑 Überblick", reason: "Première ligne\r\nzweite Zeile 🙂" })).toEqual(
      [],
    );
    expect(reject("Too wide.\nAsk again.")).toEqual([]);
  });

  it.each(deceptive)("holds no %s", (_, bad) => {
    const text = `before${bad}after it`;
    expect(submit({ purpose: text })).toEqual([
      "What the token is for is one line of plain text, without control characters.",
    ]);
    expect(submit({ reason: text })).toEqual(["The reason is plain text, without control characters."]);
    expect(submit({ networks: [{ ...network, label: text }] })).toEqual([
      "A label is one line of plain text, without control characters.",
    ]);
    expect(reject(text)).toEqual(["The note is plain text, without control characters."]);
    const role = { name: "Auditor", description: text, permissions: ["users.view"] };
    expect(faults(roleFieldsSchema.safeParse(role))).toEqual(["Use plain text without control characters."]);
  });

  it("has a purpose and labels of one line", () => {
    expect(submit({ purpose: "two\nlines" })).toHaveLength(1);
    expect(submit({ networks: [{ ...network, label: "two\nlines" }] })).toHaveLength(1);
  });
});

describe("searches", () => {
  it.each([
    ["tokens", listTokensInput],
    ["networks", listNetworksInput],
    ["requests", listRequestsInput],
    ["users", listUsersSchema],
  ] as const)("for %s hold no control characters", (_, schema) => {
    expect(schema.parse({})).toMatchObject({ search: "" });
    expect(faults(schema.safeParse({ search: "a\0b" }))).toEqual(["A search has no control characters."]);
  });
});

describe("dates", () => {
  const sentence = "Choose a date from 2000 to 2100.";
  const outside = [new Date("1999-12-31T23:59:59Z"), new Date("2101-01-01T00:00:00Z"), new Date(8.64e15)];

  it("lie between 2000 and 2100", () => {
    for (const date of outside) {
      expect(faults(generateTokenInput.safeParse({ ...asked, expiresAt: date }))).toContain(sentence);
      expect(submit({ networks: [{ ...network, expiresAt: date }] })).toContain(sentence);
      expect(faults(listEventsInput.safeParse({ from: date }))).toContain(sentence);
      expect(faults(listEventsInput.safeParse({ to: date }))).toContain(sentence);
    }
    const last = new Date("2100-12-31T23:59:59Z");
    expect(faults(generateTokenInput.safeParse({ ...asked, expiresAt: last }))).toEqual([]);
  });

  it("of an address lie ahead, or are left out", () => {
    expect(submit({ networks: [{ ...network, expiresAt: inDays(-1) }] })).toEqual([
      "An address must expire in the future.",
    ]);
    expect(submit({ networks: [{ ...network, expiresAt: null }] })).toEqual([]);
  });
});
