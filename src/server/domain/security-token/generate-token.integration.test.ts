import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { auditEvents, securityTokens } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf, tally } from "../../test/factories/accounts";
import { contextOf, createProgram, type TestPerson } from "../../test/factories/people";
import { approveRequest, createPair, submitRequest } from "../../test/factories/requests";
import { discardToken } from "./discard-token";
import { generateToken } from "./generate-token";

const { owner, app } = await testDatabase();
beforeAll(() => createProgram(owner));

const contextFor = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const generate = (person: TestPerson) =>
  generateToken(contextFor(person), {
    purpose: "Tills, Quayside stores",
    scopes: ["customers:read"],
    expiresAt: new Date(Date.now() + 30 * day),
  });
const tokensOf = ({ id }: TestPerson) => eq(securityTokens.createdBy, id);

describe("tokens that were never approved (ASVS 2.4.1)", () => {
  it("are fifty a person, of any number asked for at once; the fifty-first says what to do, and is no record", async () => {
    const { manager } = await createPair(owner);
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => refusalOf(generate(manager))));
    expect(tally(outcomes)).toEqual({ none: 50, conflict: 10 });
    expect(await owner.$count(securityTokens, tokensOf(manager))).toBe(50);
    await expect(generate(manager)).rejects.toThrow("Discard those that you no longer need");
    const generated = and(eq(auditEvents.actorId, manager.id), eq(auditEvents.action, "token.generated"));
    expect(await owner.$count(auditEvents, generated)).toBe(50);
    expect(await refusalOf(generate((await createPair(owner)).manager))).toBe("none");
    const [row] = await owner.select().from(securityTokens).where(tokensOf(manager));
    await discardToken(contextFor(manager), { tokenId: row?.id ?? "" });
    expect(await refusalOf(generate(manager))).toBe("none");
    expect(await refusalOf(generate(manager))).toBe("conflict");
  });

  it("count while a request for them waits, and no more once it is approved", async () => {
    const { manager, admin } = await createPair(owner);
    for (let drafts = 0; drafts < 49; drafts += 1) await generate(manager);
    const { requestId } = await submitRequest(app, manager);
    expect(await refusalOf(generate(manager))).toBe("conflict");
    await approveRequest(owner, app, requestId, admin);
    expect(await refusalOf(generate(manager))).toBe("none");
  });
});
