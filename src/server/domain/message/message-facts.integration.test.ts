import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import type { MessageKind } from "../../../contracts/message-kinds";
import type { RequestedChange } from "../../../contracts/request-kinds";
import {
  accessRequestComments,
  accessRequests,
  addressAsks,
  approvalCodes,
  emailChanges,
  messages,
  oneTimeLinks,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { jobsContext, textOf } from "../../test/factories/messages";
import { createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { codeOf } from "../../test/factories/requests";

const database = await testDatabase();
const jobs = jobsContext(database);
await createProgram(database.owner);
const { owner } = database;
const later = new Date(Date.now() + day);
const byte = Buffer.alloc(32, 1);

const maya = await createUser(owner, { name: "Maya Okafor", permissions: ["api_settings.manage"] });
const tomas = await createUser(owner, { name: "Tomás Reyes", permissions: ["access_requests.decide"] });
const ingrid = await createUser(owner, { name: "Ingrid Solberg", permissions: ["users.manage"] });

let count = 0;

/** What the mail says, made under the job runner's restricted login from a row of the outbox. */
async function said(kind: MessageKind, to: TestPerson, about: Partial<typeof messages.$inferInsert>) {
  count += 1;
  const [row] = await owner
    .insert(messages)
    .values({ kind, recipientId: to.id, mailbox: to.email, idempotencyKey: `test/${count}`, ...about })
    .returning();
  if (!row) throw new Error("The message was not stored.");
  return textOf(jobs, row);
}

async function changeRequest(change: RequestedChange, subjectId: string | null) {
  const [request] = await owner
    .insert(accessRequests)
    .values({
      ...{ kind: change.kind, change, subjectId, requestedBy: ingrid.id, purpose: "Change something" },
      ...{ reason: "Tomás is away in August.", digest: byte, expiresAt: later },
    })
    .returning();
  if (!request) throw new Error("The request was not stored.");
  await owner.insert(approvalCodes).values({
    ...{ requestId: request.id, approverId: tomas.id, mailbox: tomas.email, nonce: byte, keyId: "k1" },
  });
  return request.id;
}

async function emailChange() {
  const [change] = await owner
    .insert(emailChanges)
    .values({
      ...{ userId: maya.id, fromMailbox: maya.email, toMailbox: "maya@new.example", askedBy: maya.id },
      ...{ expiresAt: later, appliedAt: new Date("2030-05-06T07:00:00Z") },
    })
    .returning();
  return change?.id ?? "";
}

const priya = { userId: maya.id, userName: "Priya Natarajan", userEmail: "priya@harbour.example" };
const role = { id: maya.id, name: "Security Admin", permissions: ["access_requests.decide" as const] };

describe("the mail of a request that is no token's", () => {
  it.each<[string, RequestedChange, string[]]>([
    [
      "roles",
      { kind: "user_roles", ...priya, add: [role] },
      ["give Priya Natarajan the role Security Admin"],
    ],
    [
      "permissions",
      {
        kind: "role_permissions",
        role: { ...role, name: "Night shift", permissions: [] },
        add: ["api_settings.manage"],
        holders: 1,
        heldBy: [{ id: maya.id, name: "Maya Okafor" }],
      },
      ["the role Night shift", "Ask for security tokens and addresses", "Maya Okafor"],
    ],
    [
      "settings",
      { kind: "program_settings", before: { widestIpv4: 24 }, after: { widestIpv4: 16 } },
      ["Widest IPv4 range: /16, now /24"],
    ],
  ])("asks with the recipient's own code: %s", async (_what, change, words) => {
    const subjectId = change.kind === "program_settings" ? null : maya.id;
    const requestId = await changeRequest(change, subjectId);
    const code = await codeOf(owner, requestId, tomas);
    for (const kind of ["approval_requested", "approval_reminder"] as const) {
      const text = await said(kind, tomas, { accessRequestId: requestId });
      for (const one of [...words, `/requests/${requestId}#code=${code}`, "Tomás is away in August."]) {
        expect(text).toContain(one);
      }
    }
    await owner
      .update(accessRequests)
      .set({ status: "approved", decidedBy: tomas.id, decidedAt: new Date() })
      .where(eq(accessRequests.id, requestId));
    const approved = await said("request_approved", ingrid, { accessRequestId: requestId });
    expect(approved).toContain("what you asked for is in force now");
    expect(approved).not.toContain(code);
  });
});

describe("the other mails", () => {
  it("say who commented, and not what", async () => {
    const change = {
      kind: "program_settings",
      before: { tokenDays: 90 },
      after: { tokenDays: 120 },
    } as const;
    const requestId = await changeRequest(change, null);
    const [comment] = await owner
      .insert(accessRequestComments)
      .values({ requestId, authorId: tomas.id, text: "Why so long?" })
      .returning();
    const text = await said("request_commented", ingrid, {
      accessRequestId: requestId,
      details: { commentId: comment?.id ?? "" },
    });
    expect(text).toContain("Tomás Reyes commented on a request");
    expect(text).not.toContain("Why so long?");
  });

  it("say from which mailbox to which an account goes, with a link to confirm and without one after", async () => {
    const emailChangeId = await emailChange();
    for (const kind of ["email_change_from", "email_change_to"] as const) {
      const link = {
        purpose: kind,
        userId: maya.id,
        mailbox: maya.email,
        nonce: byte,
        keyId: "k1",
        expiresAt: later,
      };
      const [row] = await owner.insert(oneTimeLinks).values(link).returning();
      const text = await said(kind, maya, { linkId: row?.id, details: { emailChangeId } });
      expect(text).toMatch(new RegExp(`From:.*${maya.email}\\nTo:.*maya@new.example`));
      expect(text).toContain(`/confirm-email#${row?.id}.`);
    }
    const after = await said("email_changed", maya, { details: { emailChangeId } });
    expect(after).toContain("6 May 2030, 07:00 UTC");
    expect(after).not.toContain("/confirm-email");
  });

  it("say which roles came and went and by whom, and where a sign-in came from", async () => {
    const roles = await said("roles_changed", maya, {
      details: { added: ["Staff"], removed: ["Security Manager"], byId: ingrid.id },
    });
    expect(roles).toMatch(/Added:\s+Staff\nRemoved:\s+Security Manager\nChanged:.*by Ingrid Solberg/);
    const details = { address: "198.51.100.9", browser: "Firefox on Linux", sessionId: maya.sessionId };
    const signIn = await said("new_sign_in", maya, { details });
    expect(signIn).toMatch(/From:\s+198\.51\.100\.9\nWith:\s+Firefox on Linux/);
    expect(signIn).not.toContain(maya.sessionId);
  });

  it("say who asks for which address", async () => {
    const [ask] = await owner
      .insert(addressAsks)
      .values({ askedBy: ingrid.id, address: "192.0.2.10", note: "At Pier 4 this week." })
      .returning();
    const text = await said("address_asked", maya, {
      details: { askId: ask?.id ?? "", address: "192.0.2.10" },
    });
    expect(text).toContain("Ingrid Solberg asks for an address");
    expect(text).toContain("At Pier 4 this week.");
    expect(text).toContain(`/settings/program/api?ask=${ask?.id}`);
  });

  it("cannot be made where their rows are of another kind", async () => {
    const details = { askId: maya.id, commentId: maya.id, emailChangeId: maya.id };
    for (const kind of ["address_asked", "request_commented", "token_revoked", "request_approved"] as const) {
      await expect(said(kind, maya, { details })).rejects.toThrow("cannot be made");
    }
  });
});
