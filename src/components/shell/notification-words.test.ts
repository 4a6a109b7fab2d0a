import { describe, expect, it } from "vitest";
import { notificationKinds } from "@/contracts/message-kinds";
import {
  type NotificationItem,
  notificationHref,
  notificationSubject,
  notificationWords,
} from "./notification-words";

const item = (given: Partial<NotificationItem>): NotificationItem => ({
  ...{ id: "n", kind: "approval_requested", accessRequestId: null, requestKind: null, mine: false },
  ...{ tokenId: null, reference: null, purpose: null, open: true, details: null },
  ...{ createdAt: 0, readAt: null },
  ...given,
});

describe("a notification", () => {
  it.each(notificationKinds)("of %s has words and leads to a page", (kind) => {
    expect(notificationWords(item({ kind })).words).toMatch(/^[A-Z].{8,}[^.]$/);
    expect(notificationHref(item({ kind }))).toMatch(/^\/[a-z]/);
  });

  it("says what its details hold", () => {
    const words = (given: Partial<NotificationItem>) => notificationWords(item(given)).words;
    expect(words({ kind: "token_expiring", details: { days: 7 } })).toBe("A token expires within 7 days");
    expect(words({ kind: "network_expiring", details: { days: 1 } })).toContain("within a day");
    expect(words({ kind: "address_refused", details: { address: "198.51.100.9" } })).toContain(
      "198.51.100.9",
    );
    expect(
      words({ kind: "roles_changed", details: { added: ["Staff", "Auditor"], removed: ["Clerk"] } }),
    ).toBe("Your roles changed: added Staff and Auditor; removed Clerk");
    expect(words({ kind: "request_approved", mine: true })).toBe("Your request is approved");
    expect(words({ kind: "request_approved" })).toBe("A request is approved");
  });

  it("about a request that others settled asks for nothing", () => {
    const { state, words } = notificationWords(item({ kind: "approval_reminder", open: false }));
    expect([state, words]).toEqual(["ended", "You were asked to decide; it is settled"]);
    const own = notificationWords(item({ kind: "request_escalated", open: false, mine: true }));
    expect(own.words).not.toContain("You were asked");
  });

  it.each<[string, Partial<NotificationItem>, string]>([
    ["a request to decide", { accessRequestId: "R", tokenId: "T" }, "/requests/R"],
    [
      "a rejection",
      { kind: "request_rejected", accessRequestId: "R", tokenId: "T", mine: true },
      "/requests/R",
    ],
    [
      "a secret to display",
      { kind: "request_approved", accessRequestId: "R", tokenId: "T", mine: true, requestKind: "rotation" },
      "/settings/program/api?token=T",
    ],
    [
      "an approval that grants no secret",
      { kind: "request_approved", accessRequestId: "R", tokenId: "T", mine: true, requestKind: "networks" },
      "/requests/R",
    ],
    ["a token that ends", { kind: "token_expiring", tokenId: "T" }, "/settings/program/api?token=T"],
    [
      "a rotated token",
      { kind: "token_rotated", tokenId: "T", accessRequestId: "R" },
      "/settings/program/api?token=T",
    ],
    ["a refused address", { kind: "address_refused", tokenId: "T" }, "/settings/program/api?token=T"],
    [
      "an address asked for",
      { kind: "address_asked", details: { askId: "A" } },
      "/settings/program/api?ask=A",
    ],
    ["an address approved", { kind: "address_approved", accessRequestId: "R" }, "/customers"],
    ["a sign-in", { kind: "new_sign_in" }, "/profile/sessions"],
    ["changed roles", { kind: "roles_changed" }, "/profile/account"],
    ["changed settings", { kind: "settings_changed" }, "/settings/program/general"],
  ])("leads from %s to its place", (_, given, href) => {
    expect(notificationHref(item(given))).toBe(href);
  });

  it("names the request that is not for a new token", () => {
    expect(notificationSubject(item({ purpose: "Tills", requestKind: "new_token" }))).toBe("Tills");
    expect(notificationSubject(item({ purpose: "Tills", requestKind: "rotation" }))).toBe(
      "Rotate secret: Tills",
    );
    expect(notificationSubject(item({ requestKind: "user_roles" }))).toBe("Give a security role");
    expect(notificationSubject(item({}))).toBeNull();
  });
});
