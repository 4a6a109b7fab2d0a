import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, messages } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser } from "../../test/factories/people";
import { createPair, submitRequest } from "../../test/factories/requests";
import { resendMessage } from "../message/resend-message";
import { commentOnRequest } from "./comment-on-request";
import { copyRequest } from "./copy-request";
import { getRequest } from "./get-request";
import { listRequests, recordRequestOpened } from "./list-requests";

const { owner, app } = await testDatabase();

it("puts on record who asked for requests and their messages without a role for it (rule 12)", async () => {
  await createProgram(owner);
  const { manager } = await createPair(owner);
  const { requestId } = await submitRequest(app, manager);
  const stranger = await createUser(owner, { permissions: ["customers.read"] });
  const context = contextOf(app, stranger);
  const [message] = await owner.select().from(messages).where(eq(messages.accessRequestId, requestId));
  const page = { group: "all", mine: false, search: "", page: 1 } as const;
  const missing = { code: "permission_missing" };
  await expect(listRequests(context, page)).rejects.toMatchObject(missing);
  await expect(getRequest(context, { requestId })).rejects.toMatchObject(missing);
  await expect(recordRequestOpened(context, { requestId })).rejects.toMatchObject(missing);
  await expect(commentOnRequest(context, { requestId, text: "?" })).rejects.toMatchObject(missing);
  const former = contextOf<"api_settings.manage">(app, stranger);
  await expect(copyRequest(former, { requestId })).rejects.toMatchObject(missing);
  await expect(resendMessage(context, { messageId: message?.id ?? "" })).rejects.toMatchObject({
    code: "not_found",
  });
  const records = await owner
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.actorId, stranger.id))
    .orderBy(auditEvents.id);
  expect(
    records.map(({ action, outcome, rule, details }) => [action, outcome, rule, details?.procedure]),
  ).toEqual([
    ["procedure.refused", "refused", "permission_missing", "accessRequests.list"],
    ["procedure.refused", "refused", "permission_missing", "accessRequests.get"],
    ["procedure.refused", "refused", "permission_missing", "accessRequests.opened"],
    ["procedure.refused", "refused", "permission_missing", "accessRequests.comment"],
    ["procedure.refused", "refused", "permission_missing", "accessRequests.copy"],
    ["procedure.refused", "refused", "not_found", "messages.resend"],
  ]);
});
