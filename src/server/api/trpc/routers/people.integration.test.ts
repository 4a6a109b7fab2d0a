import { beforeAll, describe, expect, it } from "vitest";
import { allPermissions, type Permission } from "@/contracts/permissions";
import type { ServiceContext } from "@/server/domain/context";
import { installRuntime, type Runtime } from "@/server/runtime";
import { testDatabase } from "@/server/test/database";
import { anonymousContext } from "@/server/test/factories/accounts";
import { contextOf, createUser } from "@/server/test/factories/people";
import { createCallerFactory, router } from "../init";
import { accountRouter } from "./account";
import { programRouter } from "./program";
import { rolesRouter } from "./roles";
import { sessionsRouter } from "./sessions";
import { setupRouter } from "./setup";
import { usersRouter } from "./users";

const { owner, app } = await testDatabase();
const people = router({
  users: usersRouter,
  roles: rolesRouter,
  sessions: sessionsRouter,
  account: accountRouter,
  setup: setupRouter,
  program: programRouter,
});
const callerOf = createCallerFactory(people);

/** What each procedure asks of its caller: nothing, a session, or one permission. */
const table: Record<string, "anyone" | "session" | Permission> = {
  "users.list": "users.view",
  "users.get": "users.view",
  "users.invite": "users.manage",
  "users.resendInvitation": "users.manage",
  "users.resetFactors": "users.manage",
  "users.assignRoles": "users.manage",
  "users.disable": "users.manage",
  "users.enable": "users.manage",
  "users.endSessions": "users.manage",
  "users.leaving": "users.manage",
  "users.changeEmail": "users.manage",
  "users.cancelEmailChange": "users.manage",
  "roles.list": "users.view",
  "roles.create": "roles.manage",
  "roles.change": "roles.manage",
  "roles.delete": "roles.manage",
  "sessions.list": "session",
  "sessions.end": "session",
  "sessions.endOthers": "session",
  "account.prove": "session",
  "account.changePassword": "session",
  "account.emailChange": "session",
  "account.changeEmail": "session",
  "account.cancelEmailChange": "session",
  "account.previewEmailChange": "anyone",
  "account.confirmEmailChange": "anyone",
  "account.cancelEmailChangeByLink": "anyone",
  "account.requestPasswordReset": "anyone",
  "account.previewPasswordReset": "anyone",
  "account.resetPassword": "anyone",
  "account.previewInvitation": "anyone",
  "account.acceptInvitation": "anyone",
  "setup.status": "anyone",
  "setup.complete": "anyone",
  "program.show": "program_settings.view",
  "program.change": "api_settings.manage",
};

const id = "00000000-0000-4000-8000-000000000000";
const email = "new@harbour.example";
const words = { name: "Desk", description: "", permissions: ["audit.read"] };
/** An input that every procedure takes or ignores, so that only its guard can refuse. */
const input = {
  ...words,
  email,
  userId: id,
  roleId: id,
  roleIds: [],
  sessionId: id,
  password: "tangled walrus evening",
  current: "tangled walrus evening",
  next: "seven copper lanterns",
  token: "x.y",
  code: "x",
  changes: {},
  reason: "Their mailbox is gone for good.",
  programName: "Harbour",
  firstSecurityAdmin: { name: "Tomás", email: "tomas@harbour.example" },
};

beforeAll(() => {
  installRuntime({ setupCode: null, logger: { error: () => {} } } as unknown as Runtime);
});

type Call = (given: unknown) => Promise<unknown>;

/** The sentence of a refusal by a guard; null where the call got past it. */
async function guardRefusal(service: ServiceContext, path: string): Promise<string | null> {
  const [group = "", name = ""] = path.split(".");
  const caller = callerOf({ service }) as unknown as Record<string, Record<string, Call>>;
  const call = caller[group]?.[name];
  if (!call) throw new Error(`There is no ${path}.`);
  try {
    await call(input);
    return null;
  } catch (error) {
    const { code = "", message = "" } = error as { code?: string; message?: string };
    if (message.startsWith("Sign in")) return "not_signed_in";
    return code === "FORBIDDEN" && message.startsWith("Your roles") ? "permission_missing" : null;
  }
}

describe("the procedures of people", () => {
  it("all have their row", () => {
    const paths = Object.keys(people._def.procedures);
    expect(paths.sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))("%s asks for %s", async (path, needed) => {
    const anonymous = await guardRefusal(anonymousContext(app), path);
    expect(anonymous).toBe(needed === "anyone" ? null : "not_signed_in");
    const others = allPermissions.filter((permission) => permission !== needed);
    const without = await guardRefusal(
      contextOf(app, await createUser(owner, { permissions: others })),
      path,
    );
    expect(without).toBe(needed === "anyone" || needed === "session" ? null : "permission_missing");
    const holder = await createUser(owner, {
      permissions: allPermissions.filter((permission) => permission === needed),
    });
    expect(await guardRefusal(contextOf(app, holder), path)).toBeNull();
  });
});
