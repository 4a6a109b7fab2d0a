import { and, count, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { messages, oneTimeLinks } from "../../db/schema";
import { testDatabase } from "../../test/database";
import {
  anonymousContext,
  goodPassword,
  linkTokenOf,
  recordsAbout,
  refusalOf,
  tally,
} from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { acceptInvitation } from "./accept-invitation";
import { inviteUser } from "./invite-user";
import { resendInvitation } from "./resend-invitation";

const { owner, app, clock } = await testDatabase();
const hour = 60 * 60 * 1000;
beforeAll(() => createProgram(owner));

const administrator = () => createUser(owner, { permissions: ["users.manage"] });
const asked = (by: TestPerson) => contextOf<"users.manage">(app, by);
let made = 0;
async function invite(by: TestPerson) {
  made += 1;
  const invited = { name: "Lena Hoffmann", email: `flood${made}@harbour.example`, roleIds: [] };
  return inviteUser(asked(by), invited);
}
const again = (by: TestPerson, userId: string) => refusalOf(resendInvitation(asked(by), { userId }));
const mailsTo = async (userId: string) =>
  (await owner.select({ mails: count() }).from(messages).where(eq(messages.recipientId, userId)))[0]?.mails;

describe("invitations fill no mailbox (ASVS 2.4.1)", () => {
  it("go to one person five times a day, whoever sends them, and fifty at once are no more", async () => {
    const [first, second] = [await administrator(), await administrator()];
    const { userId } = await invite(first);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => again(index % 2 ? first : second, userId)),
    );
    expect(tally(outcomes)).toEqual({ none: 4, too_many_attempts: 46 });
    expect(await mailsTo(userId)).toBe(5);
    await expect(resendInvitation(asked(second), { userId })).rejects.toThrow(
      "This person was sent 5 invitations within a day. The last one works",
    );
    const records = (await recordsAbout(owner, userId)).map(({ action }) => action);
    expect(records.filter((action) => action === "user.invitation_resent")).toHaveLength(4);
    const other = await invite(first);
    expect(await again(first, other.userId)).toBe("none");
    await clock.advance(25 * hour);
    expect(await again(first, userId)).toBe("none");
    await clock.reset();
  });

  it("are refused without taking the last one away", async () => {
    const by = await administrator();
    const { userId } = await invite(by);
    for (let sent = 1; sent < 5; sent += 1) expect(await again(by, userId)).toBe("none");
    const token = await linkTokenOf(owner, userId, "invitation");
    expect(await again(by, userId)).toBe("too_many_attempts");
    await acceptInvitation(anonymousContext(app), { token, password: goodPassword });
  });

  it("leave one sender sixty times an hour, first ones and repeated ones together", async () => {
    const [by, colleague] = [await administrator(), await administrator()];
    const people: string[] = [];
    for (let sent = 0; sent < 30; sent += 1) people.push((await invite(by)).userId);
    for (const userId of people) expect(await again(by, userId)).toBe("none");
    const [one = ""] = people;
    await expect(resendInvitation(asked(by), { userId: one })).rejects.toThrow(
      "You sent 60 invitations within the hour.",
    );
    expect(await refusalOf(invite(by))).toBe("too_many_attempts");
    expect(await again(colleague, one)).toBe("none");
    await clock.advance(hour);
    expect(await again(by, one)).toBe("none");
    const mine = and(eq(oneTimeLinks.createdBy, by.id), eq(oneTimeLinks.purpose, "invitation"));
    expect(await owner.$count(oneTimeLinks, mine)).toBe(61);
    await clock.reset();
  });
});
