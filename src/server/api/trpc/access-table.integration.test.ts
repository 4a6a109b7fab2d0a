import { TRPCError } from "@trpc/server";
import { beforeAll, describe, expect, it } from "vitest";
import { builtInRoles, type Permission } from "../../../contracts/permissions";
import type { ServiceContext } from "../../domain/context";
import { isDomainError } from "../../domain/errors";
import { type AccessRow, accessTable } from "../../test/access-table";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { startPublicApi } from "../../test/public-api";
import { createCallerFactory } from "./init";
import { appRouter } from "./root";

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
const approved = "203.0.113.24";
const other = "198.51.100.140";
const addresses = { approved, other, unknown: null } as const;

const procedures = Object.keys(
  (appRouter as unknown as { _def: { procedures: object } })._def.procedures,
).sort();
const call = createCallerFactory(appRouter);

type Roles = Record<string, TestPerson | null>;
const people: Roles = { "nobody signed in": null };

beforeAll(async () => {
  await createProgram(owner);
  await createLiveToken(owner, app, { networks: [approved] });
  people["no role"] = await createUser(owner);
  for (const { name, permissions } of builtInRoles)
    people[name] = await createUser(owner, { name, permissions });
});

function contextFor(person: TestPerson | null, clientIp: string | null): ServiceContext {
  const host = person ?? { id: "", name: "", email: "", permissions: [], sessionId: "" };
  const context: ServiceContext = contextOf(app, host, clientIp);
  return person ? context : { ...context, actor: { kind: "anonymous" } };
}

/** What the guards answered; anything else the verb says means that they let the call through. */
async function answerOf(path: string, person: TestPerson | null, clientIp: string | null): Promise<string> {
  const caller = call({ service: contextFor(person, clientIp) });
  const procedure = path.split(".").reduce((at, name) => (at as never)[name], caller as unknown) as (
    input: unknown,
  ) => Promise<unknown>;
  try {
    await procedure(accessTable[path]?.input);
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === "INTERNAL_SERVER_ERROR") throw error;
    if (isDomainError(error.cause) && guards.includes(error.cause.code)) return error.cause.code;
  }
  return "allowed";
}

const guards = ["not_signed_in", "permission_missing", "ip_not_allowed"];

function expected(row: AccessRow, person: TestPerson | null, clientIp: string | null): string {
  if (row.needs === "nobody") return "allowed";
  if (!person) return "not_signed_in";
  const held = person.permissions as readonly Permission[];
  if (row.needs !== "session" && !row.needs.some((one) => held.includes(one))) return "permission_missing";
  return row.approvedIp && clientIp !== approved ? "ip_not_allowed" : "allowed";
}

describe("every procedure × every role × approved, other and unknown address (rule 13)", () => {
  it("has a row for every procedure, and no row without one", () => {
    expect(Object.keys(accessTable).sort()).toEqual(procedures);
  });

  it.each(procedures)("%s", async (path) => {
    const row = accessTable[path];
    if (!row) throw new Error(`${path} has no row in the access table.`);
    for (const [role, person] of Object.entries(people)) {
      for (const [where, clientIp] of Object.entries(addresses)) {
        const answer = await api.within(clientIp, () => answerOf(path, person, clientIp));
        expect(`${role}, ${where}: ${answer}`).toBe(`${role}, ${where}: ${expected(row, person, clientIp)}`);
      }
    }
  });

  it("is written out for people", async () => {
    await expect(written()).toMatchFileSnapshot("../../../../docs/access-table.md");
  });
});

function written(): string {
  const roles = ["no role", ...builtInRoles.map((role) => role.name)];
  const mark = (row: AccessRow, role: string) => {
    const held: readonly Permission[] = builtInRoles.find((one) => one.name === role)?.permissions ?? [];
    if (row.needs === "nobody" || row.needs === "session") return "yes";
    return row.needs.some((one) => held.includes(one)) ? "yes" : "no";
  };
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const rows = procedures.map((path) => {
    const row = accessTable[path] as AccessRow;
    const marks = roles.map((role) => mark(row, role));
    const address = row.approvedIp ? "live Approved IP" : "any";
    return line([`\`${path}\``, row.needs === "nobody" ? "yes" : "no", ...marks, address, row.also ?? ""]);
  });
  const head = ["Procedure", "not signed in", ...roles, "Address", "Checked besides"];
  return [
    "# Who may call what",
    "",
    "Written by the test that calls every procedure as every built-in role from an approved, another and an unknown address",
    "(`src/server/api/trpc/access-table.integration.test.ts`). A procedure without a row fails it.",
    "",
    line(head),
    line(head.map(() => "---")),
    ...rows,
    "",
  ].join("\n");
}
