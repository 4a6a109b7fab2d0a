import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { MessageKind } from "../../../contracts/message-kinds";
import { listMessagesInput } from "../../../contracts/messages";
import type { Permission } from "../../../contracts/permissions";
import { auditEvents, messages } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser } from "../../test/factories/people";
import { countFailed, listMessages } from "./list-messages";
import { queueMessage } from "./queue-message";
import { resendMessage } from "./resend-message";

const database = await testDatabase();
await createProgram(database.owner);
const { owner, app } = database;

const reader = async (...permissions: Permission[]) =>
  contextOf(app, await createUser(owner, { permissions }));
const listed = (context: Awaited<ReturnType<typeof reader>>, input: object = {}) =>
  listMessages(context, listMessagesInput.parse(input));

/** A message to somebody, as it stands after its tries. */
async function message(
  kind: MessageKind,
  standing: Partial<typeof messages.$inferInsert> = { status: "failed", lastError: "422 validation_error" },
) {
  const person = await createUser(owner, { permissions: ["api_settings.manage"] });
  const context = contextOf(app, person);
  const key = `${kind}/${person.id}`;
  await queueMessage(context, {
    kind,
    recipientId: person.id,
    mailbox: person.email,
    details: { added: ["Staff"] },
    idempotencyKey: key,
  });
  const [row] = await owner
    .update(messages)
    .set(standing)
    .where(eq(messages.idempotencyKey, key))
    .returning();
  return { person, id: row?.id ?? "" };
}

describe("the list of messages", () => {
  it("shows each reader the kinds that concern their work, and refuses others on record", async () => {
    const made = { roles: await message("roles_changed"), token: await message("token_revoked") };
    const kinds = async (...permissions: Permission[]) =>
      new Set((await listed(await reader(...permissions))).messages.map(({ kind }) => kind));
    expect(await kinds("users.manage")).toEqual(new Set(["roles_changed"]));
    expect(await kinds("api_settings.manage")).toEqual(new Set(["token_revoked"]));
    expect(await kinds("access_requests.decide")).toEqual(new Set(["token_revoked"]));
    expect(await kinds("access_requests.decide", "users.manage")).toEqual(
      new Set(["roles_changed", "token_revoked"]),
    );
    const staff = await reader("customers.read", "users.view");
    await expect(listed(staff)).rejects.toMatchObject({ code: "permission_missing" });
    expect(await countFailed(staff)).toEqual({ failed: 0 });
    expect(
      await owner.$count(
        auditEvents,
        and(eq(auditEvents.actorId, staff.actor.userId), eq(auditEvents.action, "procedure.refused")),
      ),
    ).toBe(1);
    await owner.delete(messages);
    expect(made.roles.id).not.toBe(made.token.id);
  });

  it("narrows by state and words, counts pages, and tells a failure from what was not needed", async () => {
    await owner.delete(messages);
    const administrator = await reader("users.manage");
    const failed = await message("roles_changed");
    await message("roles_changed", { status: "failed", lastError: "no_longer_needed" });
    await message("new_sign_in", { status: "sent" });
    for (let n = 0; n < 21; n += 1) await message("new_sign_in", { attempts: 0 });
    expect((await listed(administrator, { group: "failed" })).messages.map(({ id }) => id)).toEqual([
      failed.id,
    ]);
    expect(await listed(administrator, { group: "sent" })).toMatchObject({ total: 1 });
    expect(await listed(administrator, { group: "queued" })).toMatchObject({ total: 21 });
    expect((await listed(administrator, { page: 2 })).messages).toHaveLength(4);
    const found = await listed(administrator, { search: failed.person.email.toUpperCase() });
    expect(found.messages).toMatchObject([{ name: failed.person.name, lastError: "422 validation_error" }]);
    expect((await listed(administrator, { search: "%" })).messages).toEqual([]);
    expect(await countFailed(administrator)).toEqual({ failed: 1 });
  });

  it("shows what was sent again, once a press, and stops counting it; a new failure counts anew", async () => {
    await owner.delete(messages);
    const administrator = await reader("users.manage");
    const failed = await message("roles_changed");
    const again = { messageId: failed.id };
    const records = await owner.$count(auditEvents, eq(auditEvents.action, "message.resent"));
    await Promise.all([resendMessage(administrator, again), resendMessage(administrator, again)]);
    const { messages: rows } = await listed(administrator);
    expect(rows.map(({ status, sentAgain }) => [status, sentAgain])).toEqual([
      ["queued", false],
      ["failed", true],
    ]);
    expect(await owner.$count(auditEvents, eq(auditEvents.action, "message.resent"))).toBe(records + 1);
    expect(await countFailed(administrator)).toEqual({ failed: 0 });
    const [second] = await owner
      .update(messages)
      .set({ status: "failed" })
      .where(eq(messages.idempotencyKey, `again/${failed.id}`))
      .returning();
    expect(second).toMatchObject({ kind: "roles_changed", details: { added: ["Staff"] } });
    expect(await countFailed(administrator)).toEqual({ failed: 1 });
    const manager = await reader("api_settings.manage");
    await expect(resendMessage(manager, again)).rejects.toMatchObject({ code: "not_found" });
  });
});
