import { describe, expect, it } from "vitest";
import { renderMail } from "../../email/render-mail";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram } from "../../test/factories/people";
import { codeOf, createPair, submitRequest } from "../../test/factories/requests";
import type { ServiceContext } from "../context";
import { listMailbox, type MailboxDoor, readMail, requireMailbox } from "./read-mailbox";

const database = await testDatabase();
await createProgram(database.owner);
const { manager, admin } = await createPair(database.owner);
const { requestId } = await submitRequest(database.app, manager);

const context: ServiceContext = { ...contextOf(database.app, manager), actor: { kind: "anonymous" } };
const door: MailboxDoor = { mail: "mailbox", local: true };
const notThere = expect.objectContaining({ code: "not_found" });

describe("the mailbox page", () => {
  it.each<[string, Partial<MailboxDoor>, boolean]>([
    ["a caller elsewhere", { local: false }, true],
    ["an installation that sends real mail", { mail: "resend" }, true],
    ["an installation on a database of its own", {}, false],
  ])("is not there for %s", (_whom, change, embedded) => {
    const asked = { ...context, settings: { ...context.settings, embedded } };
    expect(() => requireMailbox(asked, { ...door, ...change })).toThrow(notThere);
  });

  it("shows each approver's mail with their own code, rendered anew, found by recipient", async () => {
    const mailbox = requireMailbox(context, door);
    const [mail, ...others] = await listMailbox(mailbox, { search: admin.email });
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      kind: "approval_requested",
      accessRequestId: requestId,
      mailbox: admin.email,
    });
    const read = await readMail(mailbox, { messageId: mail?.id ?? "", render: renderMail });
    expect(read.text).toContain(`#code=${await codeOf(database.owner, requestId, admin)}`);
    expect(read.html).toContain("Maya Okafor asks for a security token");
  });

  it("takes wildcards of a search as letters", async () => {
    expect(await listMailbox(requireMailbox(context, door), { search: "%" })).toEqual([]);
  });

  it("has no mail that was never written", async () => {
    const messageId = "018f3c1a-0000-4000-8000-000000000001";
    const read = readMail(requireMailbox(context, door), { messageId, render: renderMail });
    await expect(read).rejects.toEqual(notThere);
  });
});
