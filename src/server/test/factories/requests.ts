import { eq } from "drizzle-orm";
import { day } from "../../../contracts/day";
import type { Database } from "../../db/client";
import { accessRequests, approvalCodes } from "../../db/schema";
import { deriveApprovalCode } from "../../domain/access-request/approval-code";
import { approveAccessRequest } from "../../domain/access-request/decide-access-request";
import { submitAccessRequest } from "../../domain/access-request/submit-access-request";
import { displaySecret } from "../../domain/security-token/display-secret";
import { generateToken } from "../../domain/security-token/generate-token";
import { contextOf, createUser, type TestPerson, testKeys } from "./people";

export interface AskedFor {
  networks?: readonly string[];
  scopes?: Array<
    "customers:read" | "customers:list" | "fields:contact" | "fields:sensitive" | "fields:consent"
  >;
  ratePerMinute?: number;
  dailyLimit?: number;
  distinctCeiling?: number | null;
  expiresAt?: Date;
  copiedFrom?: string;
  askId?: string;
}

/** Two people who can walk a request to its end. */
export async function createPair(owner: Database) {
  const manager = await createUser(owner, { name: "Maya Okafor", permissions: ["api_settings.manage"] });
  const admin = await createUser(owner, { name: "Tomás Reyes", permissions: ["access_requests.decide"] });
  return { manager, admin };
}

/** Generate and Submit Token by the real verbs. */
export async function submitRequest(app: Database, manager: TestPerson, asked: AskedFor = {}) {
  const context = contextOf<"api_settings.manage">(app, manager);
  const {
    networks = ["203.0.113.24"],
    scopes = ["customers:read"],
    ratePerMinute = 60,
    dailyLimit = 5000,
  } = asked;
  const expiresAt = asked.expiresAt ?? new Date(Date.now() + 90 * day);
  const purpose = "Tills, Quayside stores";
  const token = await generateToken(context, { purpose, scopes, expiresAt });
  const { requestId } = await submitAccessRequest(context, {
    tokenId: token.id,
    purpose,
    scopes,
    expiresAt,
    networks: networks.map((network) => ({ network, label: "", expiresAt: null })),
    ratePerMinute,
    dailyLimit,
    distinctCeiling: asked.distinctCeiling,
    reason: "The tills look up members by phone at checkout.",
    copiedFrom: asked.copiedFrom,
    askId: asked.askId,
  });
  return { tokenId: token.id, reference: token.reference, requestId };
}

/** The code in this approver's mailbox, derived from the rows as their e-mail is. */
export async function codeOf(owner: Database, requestId: string, approver: TestPerson): Promise<string> {
  const [row] = await owner
    .select({ code: approvalCodes, request: accessRequests })
    .from(approvalCodes)
    .innerJoin(accessRequests, eq(accessRequests.id, approvalCodes.requestId))
    .where(eq(approvalCodes.requestId, requestId))
    .then((rows) => rows.filter((one) => one.code.approverId === approver.id));
  if (!row) throw new Error("This approver has no code.");
  const code = deriveApprovalCode(testKeys, {
    ...row.code,
    digest: row.request.digest,
    expiresAt: row.request.expiresAt,
  });
  if (!code) throw new Error("The code's key is not in the ring.");
  return code;
}

/** The digest that a decider's page shows. */
export async function digestOf(owner: Database, requestId: string): Promise<string> {
  const [row] = await owner
    .select({ digest: accessRequests.digest })
    .from(accessRequests)
    .where(eq(accessRequests.id, requestId));
  if (!row) throw new Error("There is no such request.");
  return row.digest.toString("hex");
}

/** Approves a request by the real verb, with the code from this approver's mailbox. */
export async function approveRequest(
  owner: Database,
  app: Database,
  requestId: string,
  approver: TestPerson,
) {
  await approveAccessRequest(contextOf<"access_requests.decide">(app, approver), {
    requestId,
    digest: await digestOf(owner, requestId),
    code: await codeOf(owner, requestId, approver),
  });
}

/** A live token with its secret, by the whole main job: submitted, approved with the code, displayed; by two people of its own, or these. */
export async function createLiveToken(
  owner: Database,
  app: Database,
  asked: AskedFor = {},
  people?: Awaited<ReturnType<typeof createPair>>,
) {
  const { manager, admin } = people ?? (await createPair(owner));
  const submitted = await submitRequest(app, manager, asked);
  await approveRequest(owner, app, submitted.requestId, admin);
  const { secret } = await displaySecret(contextOf<"api_settings.manage">(app, manager), {
    tokenId: submitted.tokenId,
  });
  return { ...submitted, secret, manager, admin };
}
