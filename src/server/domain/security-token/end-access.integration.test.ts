import { and, asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase } from "../../db/client";
import { approvedNetworks, auditEvents, messages, securityTokens } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { createProgram, testKeys, testSettings } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import type { ServiceContext } from "../context";
import { transact } from "../transact";
import { endNetwork, endToken } from "./end-access";

const { owner, app, jobsUrl } = await testDatabase();
const db = createDatabase(jobsUrl);
beforeAll(() => createProgram(owner));
afterAll(() => db.$client.end({ timeout: 2 }));

const job: ServiceContext = {
  ...{ actor: { kind: "system", job: "close-review" }, clientIp: null, requestId: "req_job" },
  ...{ db, keys: testKeys, settings: testSettings },
};
const why = { reason: "not_attested", roundId: "99999999-9999-4999-8999-999999999999" };

it("what a job ends names nobody and says why on record, once; its owner is told once", async () => {
  const { tokenId, manager } = await createLiveToken(owner, app, { networks: ["203.0.113.64/26"] });
  const ofToken = eq(approvedNetworks.tokenId, tokenId);
  const [network] = await owner.select().from(approvedNetworks).where(ofToken);
  const networkId = network?.id ?? "";
  for (const ends of [true, false]) {
    expect(await transact(job, (inside) => endNetwork(inside, networkId, why))).toBe(ends);
    expect(await transact(job, (inside) => endToken(inside, tokenId, why))).toBe(ends);
  }
  const nobody = { revokedAt: expect.any(Date), revokedBy: null };
  expect(await owner.select().from(approvedNetworks).where(ofToken)).toMatchObject([nobody]);
  const tokens = owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId));
  expect(await tokens).toMatchObject([nobody]);
  const actions = inArray(auditEvents.action, ["network.revoked", "token.revoked"]);
  const records = owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.tokenId, tokenId), actions))
    .orderBy(asc(auditEvents.action));
  const byJob = { actorKind: "system", actorId: null, requestId: "req_job" };
  expect(await records).toMatchObject([
    { ...byJob, subjectId: networkId, details: { network: "203.0.113.64/26", ...why } },
    { ...byJob, details: why },
  ]);
  const told = and(eq(messages.kind, "token_revoked"), eq(messages.recipientId, manager.id));
  expect(await owner.$count(messages, told)).toBe(1);
});
