import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Permission } from "@/contracts/permissions";
import { lockPeopleChanges } from "../../db/queries/roles";
import { auditEvents, messages, roles, userRoles, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { createOwnRole } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { within } from "../context";
import { changeRole } from "../role/change-role";
import { createRole } from "../role/create-role";
import { endSession } from "../session/end-session";
import { assignRoles } from "./assign-roles";
import { disableUser } from "./disable-user";
import { inviteUser } from "./invite-user";
import { resendInvitation } from "./resend-invitation";

const { owner, app } = await testDatabase();
const both: Permission[] = ["users.manage", "roles.manage"];
let first: TestPerson;
let second: TestPerson;
let count = 0;

beforeEach(async () => {
  await createProgram(owner);
  [first, second] = [
    await createUser(owner, { permissions: both }),
    await createUser(owner, { permissions: both }),
  ];
});

const asManager = (person: TestPerson) => contextOf<"users.manage">(app, person);
const newEmail = () => `late${++count}@harbour.example`;

async function somebodyWaits(): Promise<boolean> {
  const [row] = await owner.$client`
    select exists (select from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database()) as waits`;
  return row?.waits === true;
}

/** Starts the call while a change to people is under way, lets `meanwhile` happen in that change, and gives its outcome. */
async function overtaken(
  call: () => Promise<unknown>,
  meanwhile: (db: Parameters<typeof within>[1]) => Promise<unknown>,
  before = false,
): Promise<string> {
  let outcome: Promise<string> | undefined;
  await app.transaction(async (tx) => {
    await lockPeopleChanges(tx);
    if (before) await meanwhile(tx);
    let settled = false;
    outcome = refusalOf(call()).finally(() => {
      settled = true;
    });
    while (!settled && !(await somebodyWaits())) await sleep(10);
    if (!before) await meanwhile(tx);
  });
  return outcome ?? "none";
}

const disabledBySecond = (db: Parameters<typeof within>[1]) =>
  disableUser(within(asManager(second), db), { userId: first.id });
const recordsBy = (person: TestPerson) =>
  owner.select().from(auditEvents).where(eq(auditEvents.actorId, person.id));

describe("an Administrator disabled while their call waits", () => {
  it("invites nobody, and nothing is written", async () => {
    const email = newEmail();
    const invite = () => inviteUser(asManager(first), { name: "Late", email, roleIds: [] });
    expect(await overtaken(invite, disabledBySecond)).toBe("permission_missing");
    expect(await owner.select().from(users).where(eq(users.email, email))).toEqual([]);
    expect(await owner.select().from(messages).where(eq(messages.mailbox, email))).toEqual([]);
    expect(await recordsBy(first)).toEqual([]);
  });

  it("gives no roles, makes none, and shuts nobody out", async () => {
    const other = await createUser(owner);
    const name = `Role ${newEmail()}`;
    const calls = [
      () => assignRoles(asManager(first), { userId: other.id, roleIds: [] }),
      () => disableUser(asManager(first), { userId: other.id }),
      () =>
        createRole(contextOf<"roles.manage">(app, first), {
          name,
          description: "",
          permissions: ["audit.read"],
        }),
    ];
    for (const call of calls) {
      await owner.update(users).set({ status: "active", disabledAt: null }).where(eq(users.id, first.id));
      expect(await overtaken(call, disabledBySecond)).toBe("permission_missing");
    }
    expect(await owner.select().from(roles).where(eq(roles.name, name))).toEqual([]);
    expect(await recordsBy(first)).toEqual([]);
  });

  it("mails no invitation again", async () => {
    const invited = await createUser(owner, { status: "invited" });
    const resend = () => resendInvitation(asManager(first), { userId: invited.id });
    expect(await overtaken(resend, disabledBySecond, true)).toBe("permission_missing");
    expect(await owner.select().from(messages).where(eq(messages.recipientId, invited.id))).toEqual([]);
  });
});

describe("an Administrator whose call waits", () => {
  it("is refused where the session ended or the role was taken meanwhile, and goes through else", async () => {
    const invite = () => inviteUser(asManager(first), { name: "Late", email: newEmail(), roleIds: [] });
    expect(await overtaken(invite, async () => undefined)).toBe("none");
    const taken = (db: Parameters<typeof within>[1]) =>
      assignRoles(within(asManager(second), db), { userId: first.id, roleIds: [] });
    expect(await overtaken(invite, taken)).toBe("permission_missing");
    const signedOut = (db: Parameters<typeof within>[1]) =>
      endSession(within(asManager(second), db), { sessionId: second.sessionId });
    const inviteToo = () => inviteUser(asManager(second), { name: "Late", email: newEmail(), roleIds: [] });
    expect(await overtaken(inviteToo, signedOut)).toBe("permission_missing");
  });
});

const tagged = (email: string) => email.replace("@", `+${++count}@`);
const roleWith = (...permissions: Permission[]) => createOwnRole(owner, ...permissions);
const reason = "They take over from a colleague who leaves.";
const assign = (person: TestPerson, roleIds: string[]) =>
  refusalOf(assignRoles(asManager(first), { userId: person.id, roleIds, reason }));
const invite = (email: string) =>
  refusalOf(inviteUser(asManager(first), { name: "Another", email, roleIds: [] }));
const moveTo = (person: TestPerson, email: string) =>
  owner.update(users).set({ email }).where(eq(users.id, person.id));

describe("both pairs of eyes", () => {
  it("are never invited into a mailbox of the actor or of who decides about access", async () => {
    const decider = await createUser(owner, { permissions: ["access_requests.decide"], status: "disabled" });
    const asker = await createUser(owner, { permissions: ["api_settings.manage"], status: "invited" });
    for (const { email } of [first, decider, asker]) {
      const other = tagged(email);
      expect(await invite(other)).toBe("conflict");
      expect(await owner.select().from(users).where(eq(users.email, other))).toEqual([]);
    }
    const clerk = await createUser(owner, { permissions: ["customers.read"] });
    expect(await invite(tagged(clerk.email))).toBe("none");
  });

  it("come to no shared mailbox by roles either, given or changed", async () => {
    await createUser(owner, { permissions: ["access_requests.decide"] });
    const [one, other] = [await createUser(owner), await createUser(owner)];
    await moveTo(other, tagged(one.email));
    const [ask, decide] = [await roleWith("api_settings.manage"), await roleWith("access_requests.decide")];
    await owner.insert(userRoles).values({ userId: one.id, roleId: ask });
    expect(await assign(other, [decide])).toBe("conflict");
    const harmless = await roleWith("audit.read");
    expect(await assign(other, [harmless])).toBe("none");
    const more = { roleId: harmless, name: `Role ${newEmail()}`, description: "", reason };
    const change = () =>
      changeRole(contextOf<"roles.manage">(app, first), { ...more, permissions: ["access_requests.decide"] });
    expect(await refusalOf(change())).toBe("conflict");
    await moveTo(other, tagged(first.email));
    expect(await assign(other, [decide])).toBe("conflict");
    await moveTo(other, newEmail());
    expect(await refusalOf(change())).toBe("none");
  });

  it.each(["users.manage", "roles.manage"] as const)(
    "take %s from another Administrator alone, by a role given or changed",
    async (gained) => {
      const rest = both.filter((permission) => permission !== gained);
      const extra = await roleWith(gained, "audit.read");
      const mine = await roleWith("customers.read");
      const actor = await createUser(owner, { permissions: rest });
      await assign(actor, [await roleWith(...rest), mine]);
      const outcome = rest.includes("users.manage")
        ? assignRoles(asManager(actor), { userId: actor.id, roleIds: [mine, extra] })
        : changeRole(contextOf<"roles.manage">(app, actor), {
            roleId: mine,
            name: `Role ${newEmail()}`,
            description: "",
            permissions: [gained],
          });
      expect(await refusalOf(outcome)).toBe("own_request");
    },
  );
});
