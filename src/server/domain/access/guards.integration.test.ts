import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { anonymousContext } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, createPair } from "../../test/factories/requests";
import { freezeClock } from "../../test/frozen-clock";
import { within } from "../context";
import { askForEmergency } from "../emergency-access/ask-for-emergency";
import { transact } from "../transact";
import { hasRefusalRoom, refusalsPerMinute } from "./refusal-room";
import { isApprovedIp, requireApprovedIp, requireOpening } from "./require-approved-ip";
import { lockAndRequire, requireHeld, requireStill } from "./require-still";

const { owner, app } = await testDatabase();
const sql = owner.$client;
beforeAll(() => createProgram(owner));

describe("an address", () => {
  it("opens the staff screens while it lies in a live network, and is named where it does not", async () => {
    await createLiveToken(owner, app, { networks: ["198.51.100.16/28"] });
    const person = await createUser(owner);
    const inside = contextOf(app, person, "198.51.100.17");
    expect(await requireApprovedIp(inside)).toBe(inside);
    const outside = contextOf(app, person, "198.51.100.33");
    await expect(requireApprovedIp(outside)).rejects.toMatchObject({
      code: "ip_not_allowed",
      message: expect.stringMatching(/approved/),
      details: { client_ip: "198.51.100.33" },
    });
    expect(await isApprovedIp(inside)).toBe(true);
    expect(await isApprovedIp(outside)).toBe(false);
    expect(await isApprovedIp(contextOf(app, person, null))).toBe(false);
    expect(await requireOpening(inside)).toEqual({ emergency: null });
  });

  it("opens them by an emergency access to the one person who has it, from that address alone", async () => {
    const here = "192.0.2.77";
    const { admin } = await createPair(owner);
    const reader = await createUser(owner, { permissions: ["customers.read"] });
    const at = (person: TestPerson, address: string) => contextOf<"customers.read">(app, person, address);
    const asked = { reason: "The branch has lost its line; members wait at the desk.", minutes: 30 };
    const { requestId } = await askForEmergency(at(reader, here), asked);
    expect(await isApprovedIp(at(reader, here))).toBe(false);
    await approveRequest(owner, app, requestId, admin);
    expect(await requireOpening(at(reader, here))).toEqual({ emergency: requestId });
    expect(await isApprovedIp(at(reader, "192.0.2.78"))).toBe(false);
    expect(await isApprovedIp(at(admin, here))).toBe(false);
    expect(await isApprovedIp(anonymousContext(app, here))).toBe(false);
  });
});

describe("a person who acts under locks", () => {
  it("still holds session and permission, or is refused by name", async () => {
    const person = await createUser(owner, { permissions: ["api_settings.manage"] });
    const context = contextOf(app, person);
    const still = (permission: "api_settings.manage" | "users.manage") =>
      transact(context, (inside) => requireStill(inside, permission));
    await still("api_settings.manage");
    await expect(still("users.manage")).rejects.toMatchObject({
      code: "permission_missing",
      message: expect.stringMatching(/session/),
      details: { permission: "users.manage" },
    });
    await sql`update sessions set ended_at = countersign_now() where id = ${person.sessionId}`;
    await expect(still("api_settings.manage")).rejects.toMatchObject({ code: "permission_missing" });
  });

  it("needs one of several permissions, and is told of all of them where none is held", async () => {
    const person = await createUser(owner, { permissions: ["users.manage"] });
    const held = (...anyOf: Array<"users.manage" | "customers.read" | "audit.read">) =>
      requireHeld(contextOf(app, person), anyOf);
    await held("customers.read", "users.manage");
    await expect(held("customers.read", "audit.read")).rejects.toMatchObject({
      code: "permission_missing",
      details: { permission: "customers.read or audit.read" },
    });
  });

  it("holds the rows of session, self and everyone touched against changes, until the transaction ends", async () => {
    const [person, other] = [
      await createUser(owner, { permissions: ["api_settings.manage"] }),
      await createUser(owner),
    ];
    await app.transaction(async (tx) => {
      await lockAndRequire(within(contextOf(app, person), tx), "api_settings.manage", [other.id]);
      const free = await sql`
        select 'user' as what from users where id = any(${sql.array([person.id, other.id])}::uuid[]) for update skip locked`;
      const sessions =
        await sql`select 1 from sessions where id = ${person.sessionId} for update skip locked`;
      expect([free.length, sessions.length]).toEqual([0, 0]);
    });
  });
});

describe("room for refused sign-ins on record", () => {
  it("is a block's own, and everybody's together, anew each minute", async () => {
    await freezeClock(sql, "2031-01-01T00:00:10Z");
    const person = await createUser(owner);
    const from = (address: string) => hasRefusalRoom(contextOf(app, person, address));
    const taken = async (address: string, times: number) => {
      let given = 0;
      for (let time = 0; time < times; time++) if (await from(address)) given += 1;
      return given;
    };
    expect(await taken("203.0.113.1", refusalsPerMinute.block + 5)).toBe(refusalsPerMinute.block);
    expect(await from("203.0.113.200")).toBe(false);
    const blocks = Math.ceil(refusalsPerMinute.all / refusalsPerMinute.block) + 2;
    let all = refusalsPerMinute.block;
    for (let block = 1; block < blocks; block++)
      all += await taken(`10.0.${block}.1`, refusalsPerMinute.block);
    expect(all).toBe(refusalsPerMinute.all);
    await freezeClock(sql, "2031-01-01T00:01:10Z");
    expect(await from("203.0.113.1")).toBe(true);
  });
});
