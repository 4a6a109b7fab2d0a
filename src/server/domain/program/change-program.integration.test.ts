import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { GuardedSetting } from "../../../contracts/request-kinds";
import { accessRequests, auditEvents, notifications, programSettings, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { approveAs } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { changeProgram } from "./change-program";
import { programSettings as settingsNow } from "./program-settings";
import { showProgram } from "./show-program";

const databases = await testDatabase();
const { owner, app } = databases;
const reason = "The warehouse's network is wider than that.";
let maya: TestPerson;
let lena: TestPerson;
let tomas: TestPerson;

beforeEach(async () => {
  await owner.delete(programSettings);
  await createProgram(owner);
  await owner.update(users).set({ status: "disabled" });
  await owner
    .update(accessRequests)
    .set({ status: "voided", decidedAt: new Date() })
    .where(eq(accessRequests.status, "pending"));
  maya = await createUser(owner, { permissions: ["api_settings.manage", "program_settings.view"] });
  lena = await createUser(owner, { permissions: ["api_settings.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
});

type Changes = Parameters<typeof changeProgram>[1]["changes"];
const change = (changes: Changes) =>
  changeProgram(contextOf<"api_settings.manage">(app, maya), { changes, reason });
const now = () => settingsNow({ db: app });
const recordsOf = (requestId?: string) =>
  owner
    .select()
    .from(auditEvents)
    .where(
      requestId ? eq(auditEvents.accessRequestId, requestId) : eq(auditEvents.action, "settings.changed"),
    );

describe("Program Settings", () => {
  it("take what is stricter or neutral at once, on record, and tell the other managers", async () => {
    const strict = { name: "Harbour Club", timeZone: "Europe/Oslo", widestIpv4: 28, tokenDays: 30 };
    expect(await change(strict)).toEqual({
      applied: ["name", "timeZone", "widestIpv4", "tokenDays"],
      waiting: null,
    });
    expect(await now()).toMatchObject(strict);
    const record = (await recordsOf()).at(-1);
    expect(record).toMatchObject({ actorId: maya.id });
    expect(record?.details).toMatchObject({ before: { tokenDays: 90 }, after: strict });
    const told = await owner.select().from(notifications).where(eq(notifications.userId, lena.id));
    expect(told).toMatchObject([{ kind: "settings_changed", details: { byId: maya.id } }]);
    expect(await owner.$count(notifications, eq(notifications.userId, maya.id))).toBe(0);
  });

  it("say nothing where nothing changes", async () => {
    const before = (await recordsOf()).length;
    expect(await change({ tokenDays: 90, name: "Harbour Rewards" })).toEqual({ applied: [], waiting: null });
    expect(await recordsOf()).toHaveLength(before);
  });

  it("hold back what weakens until a Security Admin approves, with those settings alone", async () => {
    const { applied, waiting } = await change({ tokenDays: 30, widestIpv4: 20, defaultDailyLimit: 6000 });
    expect(applied).toEqual(["tokenDays"]);
    expect(await now()).toMatchObject({ tokenDays: 30, widestIpv4: 24, defaultDailyLimit: 5000 });
    const requestId = waiting?.requestId ?? "";
    const shown = await showProgram(contextOf<"program_settings.view">(app, maya));
    expect(shown.waiting).toMatchObject({
      requestId,
      change: {
        before: { widestIpv4: 24, defaultDailyLimit: 5000 },
        after: { widestIpv4: 20, defaultDailyLimit: 6000 },
      },
    });
    await approveAs(databases, tomas, requestId);
    expect(await now()).toMatchObject({ tokenDays: 30, widestIpv4: 20, defaultDailyLimit: 6000 });
    const record = (await recordsOf(requestId)).find((one) => one.action === "settings.changed");
    expect(record).toMatchObject({ actorId: tomas.id, details: { askedBy: maya.id } });
  });

  const narrow: Record<GuardedSetting, { stricter: number; weaker: number }> = {
    widestIpv4: { stricter: 28, weaker: 20 },
    widestIpv6: { stricter: 124, weaker: 64 },
    defaultRatePerMinute: { stricter: 30, weaker: 120 },
    defaultDailyLimit: { stricter: 1000, weaker: 6000 },
    defaultDistinctCeiling: { stricter: 500, weaker: 4000 },
    requestDays: { stricter: 2, weaker: 7 },
    reviewDays: { stricter: 90, weaker: 180 },
    tokenDays: { stricter: 30, weaker: 60 },
    secondFactorForAll: { stricter: 1, weaker: 0 },
  };
  it.each(Object.entries(narrow))(
    "%s: stricter at once, weaker once approved",
    async (setting, { stricter, weaker }) => {
      expect(await change({ [setting]: stricter })).toEqual({ applied: [setting], waiting: null });
      expect(await now()).toMatchObject({ [setting]: stricter });
      const { applied, waiting } = await change({ [setting]: weaker });
      expect(applied).toEqual([]);
      expect(await now()).toMatchObject({ [setting]: stricter });
      await approveAs(databases, tomas, waiting?.requestId ?? "");
      expect(await now()).toMatchObject({ [setting]: weaker });
    },
  );

  it("change nothing at all without a reason, an approver, or a second open request", async () => {
    const both = { tokenDays: 30, requestDays: 5 };
    const call = (why?: string) =>
      refusalOf(changeProgram(contextOf<"api_settings.manage">(app, maya), { changes: both, reason: why }));
    expect(await call()).toBe("invalid_input");
    await change({ widestIpv6: 64 });
    expect(await call(reason)).toBe("request_open_already");
    await owner.update(users).set({ status: "disabled" }).where(eq(users.id, tomas.id));
    expect(await call(reason)).toBe("no_other_security_admin");
    expect(await now()).toMatchObject({ tokenDays: 90, requestDays: 3 });
  });

  it("refuse an approval where a value moved since, and leave everything", async () => {
    const { waiting } = await change({ widestIpv4: 20, defaultDailyLimit: 6000 });
    await change({ widestIpv4: 26 });
    expect(await refusalOf(approveAs(databases, tomas, waiting?.requestId ?? ""))).toBe("conflict");
    expect(await now()).toMatchObject({ widestIpv4: 26, defaultDailyLimit: 5000 });
  });

  it("end at the strictest of many changes at once; whatever came to be weaker waits", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => refusalOf(change({ widestIpv4: 25 + (index % 2) }))),
    );
    expect(["none", "request_open_already"]).toEqual(expect.arrayContaining([...new Set(outcomes)]));
    expect((await now()).widestIpv4).toBe(26);
  });
});
