import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { accessRequests, secondFactors } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, codeOf } from "../../test/factories/requests";
import { sendRequest } from "../access-request/send-request";
import { askForFactorReset } from "./reset-factors";

const { owner, app } = await testDatabase();
const reason = "The phone fell into the harbour.";
let ingrid: TestPerson;
let tomas: TestPerson;
beforeAll(async () => {
  await createProgram(owner);
  ingrid = await createUser(owner, { permissions: ["users.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
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

describe("a reset removes what was signed", () => {
  const left = async (person: TestPerson) =>
    (await owner.select().from(secondFactors).where(eq(secondFactors.userId, person.id)))
      .filter(({ removedAt }) => removedAt === null)
      .map(({ name }) => name);
  const remove = (person: TestPerson) =>
    owner.update(secondFactors).set({ removedAt: new Date() }).where(eq(secondFactors.userId, person.id));
  const stands = async (requestId: string) => {
    expect(await refusalOf(approveRequest(owner, app, requestId, tomas))).toBe("conflict");
    expect((await requestOf(requestId))?.status).toBe("pending");
  };

  it("all of it, with an app that was begun and never counted", async () => {
    const max = await createUser(owner);
    for (const name of ["One", "Two", "Three"]) await addKey(max, name);
    const { requestId } = await ask(max.id);
    const begun = { kind: "totp", name: "Begun", sealedSecret: Buffer.alloc(4), keyId: "k1" } as const;
    await owner.insert(secondFactors).values({ userId: max.id, ...begun });
    await approveRequest(owner, app, requestId, tomas);
    expect(await left(max)).toEqual([]);
  });

  it("and nothing where a factor was set up since", async () => {
    const max = await createUser(owner);
    await addKey(max, "Lost phone");
    const { requestId } = await ask(max.id);
    await addKey(max, "New key");
    await stands(requestId);
    expect((await left(max)).sort()).toEqual(["Lost phone", "New key"]);
  });

  it("nor where another one took the place of what was lost", async () => {
    const max = await createUser(owner);
    await addKey(max, "Lost phone");
    const { requestId } = await ask(max.id);
    await remove(max);
    await addKey(max, "New key");
    await stands(requestId);
    expect(await left(max)).toEqual(["New key"]);
    await remove(max);
    await stands(requestId);
  });

  it("nor where it was asked before the factors were signed", async () => {
    const max = await createUser(owner);
    await addKey(max);
    const context = contextOf<"users.manage">(app, ingrid);
    const { id: userId, name: userName, email: userEmail } = max;
    const change = { kind: "factor_reset" as const, userId, userName, userEmail, factors: 1 };
    const set = { kind: change.kind, subjectId: userId, purpose: "Reset", reason, change };
    const { requestId } = await sendRequest(context, set, [tomas]);
    await stands(requestId);
  });
});

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
