import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { oneTimeLinks, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createUser } from "../../test/factories/people";
import { createKeyRing } from "../keys";
import {
  createOneTimeLink,
  findUsableLink,
  linkSecret,
  linkUrl,
  spendLink,
  voidOneTimeLinks,
} from "./one-time-link";

const database = await testDatabase();
const day = 86_400;

async function linked(
  purpose: "invitation" | "password_reset" = "password_reset",
  status: "active" | "invited" = "active",
) {
  const person = await createUser(database.owner, { status });
  const context = contextOf(database.app, person);
  const make = () =>
    createOneTimeLink(context, {
      purpose,
      userId: person.id,
      mailbox: person.email,
      createdBy: null,
      lives: day,
    });
  const link = await make();
  const secret = linkSecret(context.keys, link) ?? "";
  const find = (
    change: Partial<{ id: string; secret: string; purpose: "invitation" | "password_reset" }> = {},
  ) => {
    const given = { purpose, id: link.id, secret, ...change };
    return findUsableLink(context, { purposes: [given.purpose], token: `${given.id}.${given.secret}` });
  };
  return { person, context, make, link, secret, find };
}

const invalid = { name: "DomainError", code: "link_invalid" };

describe("a one-time link", () => {
  it("is found by its id and secret, and stands in the fragment of our own address", async () => {
    const { link, secret, find, context } = await linked("invitation", "invited");
    expect((await find()).id).toBe(link.id);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(linkUrl(context.settings.appUrl, link, secret)).toBe(
      `http://localhost:3000/invitation#${link.id}.${secret}`,
    );
  });

  it("is nowhere in its row", async () => {
    const { link, secret } = await linked();
    const [row] = await database.owner.select().from(oneTimeLinks).where(eq(oneTimeLinks.id, link.id));
    const bytes = Buffer.from(secret, "base64url");
    expect(row?.nonce.equals(bytes)).toBe(false);
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it.each([
    ["another secret", { secret: "A".repeat(43) }],
    ["no secret", { secret: "" }],
    ["an id that is none", { id: "1' or true" }],
    ["an unknown id", { id: "018f3c1a-0000-4000-8000-000000000001" }],
    ["the other purpose", { purpose: "invitation" as const }],
  ])("is refused with %s", async (_what, change) => {
    const { find } = await linked();
    await expect(find(change)).rejects.toMatchObject(invalid);
  });

  it("has another secret under another key, and none once its key left the ring", async () => {
    const { link, secret } = await linked();
    expect(linkSecret(createKeyRing([{ id: "k1", key: Buffer.alloc(32, 1) }]), link)).not.toBe(secret);
    expect(linkSecret(createKeyRing([{ id: "k9", key: Buffer.alloc(32, 7) }]), link)).toBeNull();
  });

  it("works once, of fifty at once", async () => {
    const { link, context, find } = await linked();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => spendLink(context, link)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(find()).rejects.toMatchObject(invalid);
  });

  it("is voided by a newer one of its purpose, and by voiding them all", async () => {
    const { make, find, context, person } = await linked();
    const newer = await make();
    await expect(find()).rejects.toMatchObject(invalid);
    const found = () =>
      findUsableLink(context, {
        purposes: ["password_reset"],
        token: `${newer.id}.${linkSecret(context.keys, newer)}`,
      });
    expect((await found()).id).toBe(newer.id);
    await voidOneTimeLinks(context, person.id);
    await expect(found()).rejects.toMatchObject(invalid);
  });

  it("is over with its time, by the database's clock", async () => {
    const { find, context, link } = await linked();
    await database.clock.advance((day - 60) * 1000);
    expect((await find()).id).toBe(link.id);
    await database.clock.advance(61_000);
    await expect(find()).rejects.toMatchObject(invalid);
    await expect(spendLink(context, link)).rejects.toMatchObject(invalid);
    await database.clock.reset();
  });

  it("is over when its mailbox is no longer its person's, and when they are disabled", async () => {
    const moved = await linked();
    await database.owner
      .update(users)
      .set({ email: "new@harbour.example" })
      .where(eq(users.id, moved.person.id));
    await expect(moved.find()).rejects.toMatchObject(invalid);
    await expect(spendLink(moved.context, moved.link)).rejects.toMatchObject(invalid);
    const gone = await linked();
    await database.owner.update(users).set({ status: "disabled" }).where(eq(users.id, gone.person.id));
    await expect(gone.find()).rejects.toMatchObject(invalid);
  });
});
