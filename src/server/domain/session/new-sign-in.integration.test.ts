import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { messages, notifications } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { anonymousContext, givePassword, goodPassword } from "../../test/factories/accounts";
import { createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { signIn } from "./sign-in";
import { signInDemonstration } from "./sign-in-demonstration";

const { owner, app, clock } = await testDatabase();
const linux = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const laterFirefox = linux.replaceAll("140.0", "151.0");
const mac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
let person: TestPerson;

beforeEach(async () => {
  await clock.reset();
  await createProgram(owner);
  person = await createUser(owner);
  await owner.execute(`delete from sessions where user_id = '${person.id}'`);
  await givePassword(owner, person);
});

const enter = (clientIp: string | null, userAgent: string | null) =>
  signIn(anonymousContext(app, clientIp), { email: person.email, password: goodPassword, userAgent });
const told = async () =>
  (
    await owner
      .select()
      .from(messages)
      .where(and(eq(messages.recipientId, person.id), eq(messages.kind, "new_sign_in")))
      .orderBy(messages.createdAt)
  ).map((mail) => mail.details);

describe("a sign-in from an unknown place", () => {
  it("is told by mail and notification, once a place; somebody's first sign-in is not", async () => {
    await enter("203.0.113.7", linux);
    expect(await told()).toEqual([]);
    await enter("198.51.100.9", linux);
    expect(await told()).toMatchObject([{ address: "198.51.100.9", browser: "Firefox on Linux" }]);
    await enter("198.51.100.200", linux);
    expect(await told()).toHaveLength(1);
    expect(await owner.select().from(notifications).where(eq(notifications.userId, person.id))).toMatchObject(
      [{ kind: "new_sign_in" }],
    );
  });

  it("is one by another browser at a known address, not by a newer version of the same", async () => {
    await enter("203.0.113.7", linux);
    await enter("203.0.113.8", laterFirefox);
    expect(await told()).toEqual([]);
    await enter("203.0.113.7", mac);
    expect(await told()).toMatchObject([{ browser: "Safari on macOS" }]);
  });

  it("is one again after 90 days, and by IPv6 a block of 64", async () => {
    await enter("2001:db8:1:2::1", linux);
    await enter("2001:db8:1:2:ffff::1", linux);
    expect(await told()).toEqual([]);
    await enter("2001:db8:1:3::1", linux);
    expect(await told()).toHaveLength(1);
    await clock.advance(89 * day);
    await enter("2001:db8:1:2::1", linux);
    expect(await told()).toHaveLength(1);
    await clock.advance(91 * day);
    await enter("2001:db8:1:2::1", linux);
    expect(await told()).toHaveLength(2);
  });

  it("includes one without an address, and none of the demonstration", async () => {
    await enter("203.0.113.7", linux);
    await enter(null, linux);
    expect(await told()).toMatchObject([{ address: null }]);
    const context = anonymousContext(app, "198.51.100.9");
    const settings = { ...context.settings, demonstration: true };
    const email = "maya.okafor@harbour.example";
    await owner.execute(`update users set email = '${email}' where id = '${person.id}'`);
    await signInDemonstration({ ...context, settings }, { email, local: true, userAgent: mac });
    expect(await told()).toHaveLength(1);
  });
});
