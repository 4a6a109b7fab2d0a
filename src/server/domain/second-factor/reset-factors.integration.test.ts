import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { accessRequests, secondFactors } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { codeOf } from "../../test/factories/requests";
import { askForFactorReset } from "./reset-factors";

const { owner, app } = await testDatabase();
const reason = "The phone fell into the harbour.";
let ingrid: TestPerson;
beforeAll(async () => {
  await createProgram(owner);
  ingrid = await createUser(owner, { permissions: ["users.manage"] });
  await createUser(owner, { permissions: ["access_requests.decide"] });
});

async function addKey(person: TestPerson, name = "Key") {
  const key = { publicKey: Buffer.alloc(4), counter: 0, credentialId: crypto.randomUUID() };
  await owner
    .insert(secondFactors)
    .values({ userId: person.id, kind: "passkey", name, confirmedAt: new Date(), ...key });
}
const ask = (userId: string, by = ingrid) =>
  askForFactorReset(contextOf<"users.manage">(app, by), { userId, reason });
const requestOf = async (requestId: string) =>
  (await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId)))[0];

describe("a reset that names its person in capitals", () => {
  it("is not theirs to ask", async () => {
    const own = await createUser(owner, { permissions: ["users.manage"] });
    await addKey(own);
    expect(await refusalOf(ask(own.id.toUpperCase(), own))).toBe("own_request");
  });

  it("signs who they are, and does not ask them", async () => {
    const sara = await createUser(owner, { permissions: ["access_requests.decide"] });
    await addKey(sara);
    const { requestId } = await ask(sara.id.toUpperCase());
    expect((await requestOf(requestId))?.change).toMatchObject({ userId: sara.id });
    await expect(codeOf(owner, requestId, sara)).rejects.toThrow("no code");
  });
});
