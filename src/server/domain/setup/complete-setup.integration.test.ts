import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { completeSetupSchema } from "@/contracts/people";
import { builtInRoles } from "@/contracts/permissions";
import { auditEvents, messages, programSettings, roles, users } from "../../db/schema";
import { keepSetupCode, setupCodePath } from "../../http/setup-code-file";
import { testDatabase } from "../../test/database";
import { anonymousContext, goodPassword, linkTokenOf, refusalOf, tally } from "../../test/factories/accounts";
import { signIn } from "../session/sign-in";
import { acceptInvitation } from "../user/accept-invitation";
import { completeSetup, isSetupOpen } from "./complete-setup";

const { owner, app } = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), "countersign-setup-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

const kept = keepSetupCode(dataDir);
const path = setupCodePath(dataDir);
const code = readFileSync(path, "utf8").trim();

const answers = {
  code,
  programName: "Harbour Rewards",
  timeZone: "Europe/Oslo",
  name: "Ingrid Solberg",
  email: "ingrid.solberg@harbour.example",
  password: goodPassword,
  firstSecurityAdmin: { name: "Tomás Reyes", email: "tomas.reyes@harbour.example" },
};
const from = (index: number) => anonymousContext(app, `198.51.${index}.1`);
const complete = (index: number, changed: Partial<typeof answers> = {}) =>
  completeSetup(from(index), completeSetupSchema.parse({ ...answers, ...changed }), kept);

describe("the set-up code", () => {
  it("is kept for the process's owner alone, and stays the same at a second start", () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(code.length).toBeGreaterThan(20);
    keepSetupCode(dataDir);
    expect(readFileSync(path, "utf8").trim()).toBe(code);
    expect(kept.matches(` ${code} `)).toBe(true);
    expect(kept.matches("")).toBe(false);
  });
});

describe("set-up", () => {
  it("asks for two people with mailboxes of their own", () => {
    for (const email of [answers.email, "Ingrid.Solberg+admin@harbour.example"]) {
      const read = completeSetupSchema.safeParse({
        ...answers,
        firstSecurityAdmin: { name: "Tomás", email },
      });
      expect(read.error?.issues[0]?.message).toContain("mailbox of their own");
    }
  });

  it("refuses a wrong code and an easy password, and leaves nothing", async () => {
    expect(await refusalOf(complete(1, { code: "AAAAA-AAAAA-AAAAA-AAAAA" }))).toBe("setup_code_wrong");
    expect(await refusalOf(completeSetup(from(1), answers, null))).toBe("setup_code_wrong");
    expect(await refusalOf(complete(1, { password: "harbourrewards1" }))).toBe("password_refused");
    expect(await isSetupOpen({ db: app })).toBe(true);
    expect(await owner.select().from(programSettings)).toHaveLength(0);
  });

  it("is won by one of twenty at once, whole", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refusalOf(complete(index + 10, { email: `person${index}@harbour.example` })),
      ),
    );
    expect(tally(outcomes)).toEqual({ none: 1, setup_closed: 19 });
    expect(await owner.select().from(users)).toHaveLength(2);
    expect(await owner.select().from(roles)).toHaveLength(builtInRoles.length);
    expect(await owner.select().from(programSettings)).toMatchObject([{ name: "Harbour Rewards" }]);
    const records = await owner.select().from(auditEvents);
    expect(records.map((record) => record.action)).toEqual(["setup.completed"]);
    expect(kept.matches(code)).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(await refusalOf(complete(50))).toBe("setup_closed");
  });

  it("lets the Administrator in, and the first Security Admin by invitation", async () => {
    const people = await owner.select().from(users);
    const administrator = people.find((person) => person.status === "active");
    const admin = people.find((person) => person.status === "invited");
    const enter = (email = "") => signIn(from(60), { email, password: goodPassword, userAgent: null });
    expect(await refusalOf(enter(administrator?.email))).toBe("none");
    expect(await owner.select().from(messages)).toMatchObject([
      { kind: "invitation", recipientId: admin?.id },
    ]);
    const token = await linkTokenOf(owner, admin?.id ?? "", "invitation");
    await acceptInvitation(from(60), { token, password: goodPassword });
    expect(await refusalOf(enter(admin?.email))).toBe("none");
  });
});
