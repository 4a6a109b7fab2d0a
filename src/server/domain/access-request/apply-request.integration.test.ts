import { beforeAll, describe, expect, it, test } from "vitest";
import type { ChangeRequestKind, RequestedChange } from "../../../contracts/request-kinds";
import { accessRequests } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { approveAs } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { changeProgram } from "../program/change-program";
import { programSettings } from "../program/program-settings";
import { applyApproved, peopleChangedBy } from "./apply-request";
import { requireRequest } from "./open-request";

const databases = await testDatabase();
const { owner, app } = databases;
let maya: TestPerson;
let tomas: TestPerson;
beforeAll(async () => {
  await createProgram(owner);
  maya = await createUser(owner, { permissions: ["api_settings.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
});

const about = "22222222-2222-4222-8222-222222222222";
const whom = { userId: about, userName: "Priya Natarajan", userEmail: "priya@harbour.example" };
const changes: Record<
  Exclude<ChangeRequestKind, "role_permissions" | "program_settings">,
  RequestedChange
> = {
  user_roles: { kind: "user_roles", ...whom, add: [] },
  user_email: { kind: "user_email", emailChangeId: about, userId: about, userName: "", from: "a", to: "b" },
  factor_reset: { kind: "factor_reset", ...whom, factors: 1 },
  break_glass: { kind: "break_glass", ...whom, address: "203.0.113.7", minutes: 30 },
};

/** A request as it lies in the database, whoever made it. */
async function rowOf(change: RequestedChange) {
  const values = { kind: change.kind, change, subjectId: about, purpose: "A change", reason: "It is due." };
  const digest = Buffer.alloc(32, 1);
  const expiresAt = new Date(Date.now() + 60_000);
  const closed = { status: "voided", decidedAt: new Date() } as const;
  const [row] = await owner
    .insert(accessRequests)
    .values({ ...values, ...closed, requestedBy: maya.id, digest, expiresAt })
    .returning();
  return requireRequest(contextOf(app, maya), row?.id ?? "");
}

describe("whose rows an approval locks before it is decided", () => {
  test.each(Object.entries(changes))("for %s the person's whom it is about", async (_kind, change) => {
    const people = peopleChangedBy(await rowOf(change));
    expect(await people?.(contextOf(app, tomas))).toEqual([about]);
  });

  it("for a role's permissions all who hold the role", async () => {
    const holder = await createUser(owner, { permissions: ["customers.read"] });
    const [held] = await owner.execute<{ id: string }>(
      `select role_id as id from user_roles where user_id = '${holder.id}'`,
    );
    const role = { id: held?.id ?? "", name: "Staff", permissions: [] };
    const change: RequestedChange = { kind: "role_permissions", role, add: [], holders: 1, heldBy: [] };
    const people = peopleChangedBy(await rowOf(change));
    expect(await people?.(contextOf(app, tomas))).toEqual([holder.id]);
  });

  it("for the program's settings, and for a token, nobody's", async () => {
    const row = await rowOf({ kind: "program_settings", before: {}, after: {} });
    expect(peopleChangedBy(row)).toBeNull();
    expect(peopleChangedBy({ ...row, request: { ...row.request, kind: "new_token" } })).toBeNull();
  });
});

describe("what an approval brings into force", () => {
  it("is the change of the program's settings that was asked for", async () => {
    const context = contextOf<"api_settings.manage">(app, maya);
    const { waiting } = await changeProgram(context, {
      changes: { tokenDays: 120 },
      reason: "Audits are yearly.",
    });
    await approveAs(databases, tomas, waiting?.requestId ?? "");
    expect(await programSettings({ db: app })).toMatchObject({ tokenDays: 120 });
  });

  it("is nothing for a row that asks for neither a token nor a change", async () => {
    const row = await rowOf({ kind: "program_settings", before: {}, after: {} });
    const broken = { ...row, request: { ...row.request, kind: "new_token" as const } };
    const decider = contextOf<"access_requests.decide">(app, tomas);
    await expect(applyApproved(decider, broken)).rejects.toThrow("neither for a token nor for a change");
  });
});
