import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { messageKinds, optionalMessageKinds } from "../../../contracts/message-kinds";
import { choosePreferenceInput } from "../../../contracts/messages";
import { messagePreferences, messages } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { recordsAbout } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser } from "../../test/factories/people";
import { choosePreference, showPreferences } from "./choose-preferences";
import { queueMessage } from "./queue-message";

const database = await testDatabase();
await createProgram(database.owner);
const { owner, app } = database;

async function queuedKinds(person: { id: string; email: string }) {
  const context = contextOf(app, { ...person, name: "", permissions: [], sessionId: person.id });
  for (const kind of messageKinds) {
    const message = { kind, recipientId: person.id, mailbox: person.email, details: {} };
    await queueMessage(context, { ...message, idempotencyKey: `${kind}/${person.id}` });
  }
  const rows = await owner.select().from(messages).where(eq(messages.recipientId, person.id));
  return rows.map(({ kind }) => kind).sort();
}

describe("the choice of e-mails", () => {
  it("turns a kind off and on again for oneself alone, on record once each", async () => {
    const [person, other] = [await createUser(owner), await createUser(owner)];
    const context = contextOf(app, person);
    const off = { kind: "token_expiring" as const, wanted: false };
    await Promise.all([choosePreference(context, off), choosePreference(context, off)]);
    const shown = await showPreferences(context);
    expect(shown.optional.filter(({ wanted }) => !wanted).map(({ kind }) => kind)).toEqual([
      "token_expiring",
    ]);
    expect((await showPreferences(contextOf(app, other))).optional.every(({ wanted }) => wanted)).toBe(true);
    await choosePreference(context, { ...off, wanted: true });
    expect((await showPreferences(context)).optional.every(({ wanted }) => wanted)).toBe(true);
    const records = await recordsAbout(owner, person.id);
    expect(records.map(({ action, details }) => [action, details?.wanted])).toEqual([
      ["preferences.changed", false],
      ["preferences.changed", true],
    ]);
  });

  it("is honoured where a message is queued: the optional kinds stay away, all others come", async () => {
    const person = await createUser(owner);
    // Rows that no verb would write: a no to everything.
    await owner.insert(messagePreferences).values(messageKinds.map((kind) => ({ userId: person.id, kind })));
    const always = messageKinds.filter((kind) => !(optionalMessageKinds as readonly string[]).includes(kind));
    expect(await queuedKinds(person)).toEqual([...always].sort());
    expect(await queuedKinds(await createUser(owner))).toEqual([...messageKinds].sort());
  });

  it.each(messageKinds.filter((kind) => !(optionalMessageKinds as readonly string[]).includes(kind)))(
    "has none for %s, which concerns the security of access",
    (kind) => {
      expect(choosePreferenceInput.safeParse({ kind, wanted: false }).success).toBe(false);
    },
  );
});
