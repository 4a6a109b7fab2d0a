import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Permission, securityPermissions } from "../../contracts/permissions";
import { testDatabase } from "../test/database";
import { createProgram, createUser, type TestPerson } from "../test/factories/people";
import { refused, refusedAfter } from "../test/refused";
import { roles } from "./schema";

const { owner, app } = await testDatabase();
const decide = "access_requests.decide";
let asker: TestPerson;
let decider: TestPerson;
beforeAll(async () => {
  await createProgram(owner);
  asker = await createUser(owner, { permissions: ["users.manage"] });
  decider = await createUser(owner, { permissions: [decide] });
});

async function roleWith(permissions: readonly Permission[]) {
  const [made] = await owner
    .insert(roles)
    .values({ name: `Role ${randomUUID()}` })
    .returning();
  const id = made?.id ?? "";
  for (const one of permissions) await owner.execute(sql.raw(allow(id, one)));
  return id;
}
const give = (userId: string, roleId: string) =>
  `insert into user_roles (user_id, role_id) values ('${userId}', '${roleId}')`;
const allow = (roleId: string, permission: string) =>
  `insert into role_permissions (role_id, permission) values ('${roleId}', '${permission}')`;

/** A request as its verbs would write it, asked for and approved; nothing of it is in force yet. */
function approvedRequest(
  kind: string,
  subjectId: string,
  change: object,
  by: TestPerson = decider,
): string[] {
  const id = randomUUID();
  return [
    `insert into access_requests (id, kind, subject_id, requested_by, purpose, change, reason, digest, expires_at)
     values ('${id}', '${kind}', '${subjectId}', '${asker.id}', 'x', '${JSON.stringify({ kind, ...change })}', 'x', '\\x00',
       countersign_now() + interval '1 day')`,
    `update access_requests set status = 'approved', decided_by = '${by.id}', decided_at = countersign_now() where id = '${id}'`,
  ];
}
const rolesAsked = (userId: string, roleId: string, permissions: readonly string[], by?: TestPerson) =>
  approvedRequest("user_roles", userId, { userId, add: [{ id: roleId, permissions }] }, by);
const permissionsAsked = (roleId: string, add: readonly string[], heldBy: readonly TestPerson[]) =>
  approvedRequest("role_permissions", roleId, { add, heldBy: heldBy.map(({ id }) => ({ id })) });
const taken = (statements: readonly string[]) =>
  app.transaction(async (tx) => {
    for (const statement of statements) await tx.execute(sql.raw(statement));
  });

describe("a role that decides about other people's access (rule 1)", () => {
  it.each(securityPermissions)("is given by no write of the application's: %s", async (permission) => {
    const person = await createUser(owner, { permissions: ["customers.read"] });
    const role = await roleWith([permission]);
    await refused(app, give(person.id, role));
    await refused(app, `update user_roles set role_id = '${role}' where user_id = '${person.id}'`);
    await refused(app, `update user_roles set user_id = '${person.id}' where user_id = '${decider.id}'`);
  });

  it("is given in the transaction that approves it, to whom it names, with the permissions that it names", async () => {
    const person = await createUser(owner);
    const role = await roleWith([decide]);
    const other = await roleWith([decide]);
    const both = await roleWith(securityPermissions);
    await refusedAfter(app, rolesAsked(asker.id, role, [decide]), give(person.id, role));
    await refusedAfter(app, rolesAsked(person.id, role, [decide]), give(person.id, other));
    await refusedAfter(app, rolesAsked(person.id, role, []), give(person.id, role));
    await refusedAfter(app, rolesAsked(person.id, both, [decide]), give(person.id, both));
    await refusedAfter(app, rolesAsked(decider.id, both, securityPermissions), give(decider.id, both));
    await refusedAfter(app, permissionsAsked(role, [decide], []), give(person.id, role));
    await taken([...rolesAsked(person.id, role, [decide]), give(person.id, role)]);
    await taken(rolesAsked(person.id, both, securityPermissions));
    await refused(app, give(person.id, both));
  });

  it("is no gain where the person may do as much already, nor where the role brings no such thing", async () => {
    const same = await roleWith([decide, "audit.read"]);
    await taken([give(decider.id, same)]);
    await taken([give(asker.id, await roleWith(["customers.read", "users.manage"]))]);
  });
});

describe("a permission that decides about other people's access (rule 1)", () => {
  it.each(securityPermissions)("comes to no role by a write of the application's: %s", async (permission) => {
    const role = await roleWith(["customers.read"]);
    await refused(app, allow(role, permission));
    await refused(app, `update role_permissions set permission = '${permission}' where role_id = '${role}'`);
    await taken([allow(role, "audit.read")]);
  });

  it("comes to a role in the transaction that approves it, while nobody holds it but who was named", async () => {
    const [holder, stranger] = [await createUser(owner), await createUser(owner)];
    const role = await roleWith([]);
    await refusedAfter(app, permissionsAsked(await roleWith([]), [decide], []), allow(role, decide));
    await refusedAfter(app, permissionsAsked(role, ["api_settings.manage"], []), allow(role, decide));
    await taken([give(holder.id, role)]);
    await refusedAfter(app, permissionsAsked(role, [decide], [stranger]), allow(role, decide));
    await taken([...permissionsAsked(role, [decide], [holder]), allow(role, decide)]);
    const own = await roleWith([]);
    await taken([give(decider.id, own)]);
    const named = permissionsAsked(own, ["api_settings.manage"], [decider]);
    await refusedAfter(app, named, allow(own, "api_settings.manage"));
  });

  it("comes to nobody who was given the role in the same moment, whichever transaction is first", async () => {
    for (const permissionFirst of [true, false]) {
      const person = await createUser(owner);
      const role = await roleWith([]);
      const permitting = [...permissionsAsked(role, [decide], []), allow(role, decide)];
      const giving = [give(person.id, role)];
      const [first, second] = permissionFirst ? [permitting, giving] : [giving, permitting];
      let late: Promise<void> | undefined;
      await app.transaction(async (tx) => {
        for (const statement of first) await tx.execute(sql.raw(statement));
        late = taken(second);
        late.catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      await expect(late).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});

describe("a transaction that sees what was, not what is", () => {
  it("gives nobody a role by what it held before, nor a role a permission by who held it before", async () => {
    const person = await createUser(owner);
    const role = await roleWith([]);
    const other = await roleWith([]);
    const old = app.transaction(
      async (tx) => {
        await tx.execute(sql.raw("select 1 from roles"));
        await taken([...permissionsAsked(role, [decide], []), allow(role, decide)]);
        await tx.execute(sql.raw(give(person.id, role)));
      },
      { isolationLevel: "repeatable read" },
    );
    await expect(old).rejects.toMatchObject({ cause: { code: "42501" } });
    const asked = permissionsAsked(other, [decide], []);
    const blind = app.transaction(
      async (tx) => {
        for (const statement of asked) await tx.execute(sql.raw(statement));
        await taken([give(person.id, other)]);
        await tx.execute(sql.raw(allow(other, decide)));
      },
      { isolationLevel: "repeatable read" },
    );
    await expect(blind).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("the first people", () => {
  it.each(["read committed", "repeatable read"] as const)(
    "came before a transaction that has been open since before them, %s",
    async (isolationLevel) => {
      const empty = await testDatabase();
      const security = randomUUID();
      const late = empty.app.transaction(
        async (tx) => {
          await tx.execute(sql`select pg_current_xact_id(), count(*) from users`);
          await createProgram(empty.owner);
          const person = await createUser(empty.owner, { permissions: ["customers.read"] });
          await tx.execute(sql.raw(`insert into roles (id, name) values ('${security}', 'Puppets')`));
          await tx.execute(sql`update users set name = name`).catch(() => {});
          await tx.execute(sql.raw(allow(security, decide)));
          await tx.execute(sql.raw(give(person.id, security)));
        },
        { isolationLevel },
      );
      await expect(late).rejects.toMatchObject({ cause: { code: "42501" } });
    },
  );

  it("are made with their roles in one transaction, and by no later one", async () => {
    const empty = await testDatabase();
    const security = randomUUID();
    const first = [
      `insert into roles (id, name) values ('${security}', 'Security Admin')`,
      allow(security, decide),
      `insert into users (id, email, name) values ('${asker.id}', 'first@harbour.example', 'First')`,
      give(asker.id, security),
    ];
    await empty.app.transaction(async (tx) => {
      for (const statement of first) await tx.execute(sql.raw(statement));
    });
    const second = `insert into users (id, email, name, created_at) values ('${decider.id}', 'second@harbour.example', 'Second',
      countersign_now() + interval '1 year')`;
    await refusedAfter(empty.app, [second], give(decider.id, security));
    await refusedAfter(
      empty.app,
      ["update users set name = name, status = status, email = email"],
      allow(security, "api_settings.manage"),
    );
    await refused(empty.app, "update users set made_in = pg_current_xact_id()");
    await refused(empty.app, "update users set created_at = countersign_now() + interval '1 year'");
    await refused(empty.app, "delete from users");
  });
});
