import { randomBytes } from "node:crypto";
import type { Permission } from "../../../contracts/permissions";
import type { Database } from "../../db/client";
import { programSettings, rolePermissions, roles, sessions, userRoles, users } from "../../db/schema";
import type { PermittedContext, ProvedContext, UserContext } from "../../domain/context";
import { createKeyRing } from "../../domain/keys";

export interface TestPerson {
  id: string;
  name: string;
  email: string;
  permissions: readonly Permission[];
  sessionId: string;
}

/** The key ring of every test; not secret. */
export const testKeys = createKeyRing([{ id: "k1", key: Buffer.alloc(32, 7) }]);

/** Encrypts the session cookies of every test; not secret. */
export const testAuthSecret = "only-for-tests-only-for-tests-only";

export const testSettings = {
  appUrl: new URL("http://localhost:3000"),
  embedded: true,
  demonstration: false,
  unrequestableNetworks: [],
  supportUrl: null,
};

/** The program's one row, with its defaults. */
export async function createProgram(owner: Database): Promise<void> {
  await owner.insert(programSettings).values({ name: "Harbour Rewards" }).onConflictDoNothing();
}

/** An active person with a role of their own that holds these permissions, and a session that just proved a password and a second factor. */
export async function createUser(
  owner: Database,
  options: {
    permissions?: readonly Permission[];
    name?: string;
    status?: "active" | "disabled" | "invited";
  } = {},
): Promise<TestPerson> {
  const mark = randomBytes(5).toString("hex");
  const { permissions = [], name = `Person ${mark}`, status = "active" } = options;
  const email = `${mark}@harbour.example`;
  const [user] = await owner.insert(users).values({ email, name, status }).returning();
  const [role] = await owner
    .insert(roles)
    .values({ name: `Role ${mark}` })
    .returning();
  if (!user || !role) throw new Error("The person was not made.");
  if (permissions.length > 0) {
    await owner
      .insert(rolePermissions)
      .values(permissions.map((permission) => ({ roleId: role.id, permission })));
  }
  await owner.insert(userRoles).values({ userId: user.id, roleId: role.id });
  // Beyond any clock that a test sets: a session of its own making never ends by itself.
  const later = new Date("2100-01-01T00:00:00Z");
  const [session] = await owner
    .insert(sessions)
    .values({
      userId: user.id,
      expiresAt: later,
      provedAt: new Date(),
      factor: "passkey",
      factorAt: new Date(),
    })
    .returning();
  if (!session) throw new Error("The session was not made.");
  return { id: user.id, name, email, permissions, sessionId: session.id };
}

let requests = 0;

/** What a verb gets when this person calls; the guards' brands are given without their checks. */
export function contextOf<P extends Permission = never>(
  db: Database,
  person: TestPerson,
  clientIp: string | null = "203.0.113.7",
): ProvedContext<PermittedContext<P>> {
  requests += 1;
  const context: UserContext = {
    actor: {
      kind: "user",
      userId: person.id,
      sessionId: person.sessionId,
      name: person.name,
      email: person.email,
      roles: [],
      permissions: new Set(person.permissions),
      freshProof: true,
    },
    clientIp,
    requestId: `req_test${requests}`,
    db,
    keys: testKeys,
    settings: testSettings,
  };
  return context as ProvedContext<PermittedContext<P>>;
}
