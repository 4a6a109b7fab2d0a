import type { Sql } from "postgres";
import type { Database } from "../../db/client";
import { approveAccessRequest, rejectAccessRequest } from "../../domain/access-request/decide-access-request";
import { expireRequests } from "../../domain/access-request/expire-requests";
import { resendCode } from "../../domain/access-request/resend-code";
import { submitAccessRequest } from "../../domain/access-request/submit-access-request";
import { withdrawAccessRequest } from "../../domain/access-request/withdraw-access-request";
import { addNetworks } from "../../domain/security-token/add-networks";
import { changeLimits } from "../../domain/security-token/change-limits";
import { confirmSecretSaved, displaySecret } from "../../domain/security-token/display-secret";
import { generateToken } from "../../domain/security-token/generate-token";
import { renewToken } from "../../domain/security-token/renew-token";
import { revokeNetwork, revokeToken } from "../../domain/security-token/revoke-token";
import { rotateToken } from "../../domain/security-token/rotate-token";
import { assignRoles } from "../../domain/user/assign-roles";
import { disableUser, enableUser } from "../../domain/user/disable-user";
import { contextOf, createUser, type TestPerson } from "../factories/people";
import { codeOf, digestOf } from "../factories/requests";
import { cast, day, networkPool, type Step } from "./steps";

export interface World {
  owner: Database;
  app: Database;
  /** Milliseconds of the database's clock, which stands still within a step. */
  now: number;
  boss: TestPerson;
  people: Array<TestPerson & { roleId: string }>;
  tokens: string[];
  requests: string[];
  /** With the plain text, as its displayer has it. */
  secrets: string[];
  networks: string[];
  customerId: string;
  /** Every code that an approver was ever sent, the newest last. */
  codes: Map<string, string[]>;
}

const reason = "The tills look up members by phone at checkout.";
const purpose = "Tills, Quayside stores";
const scopes = ["customers:read" as const];

export async function createWorld(
  given: Pick<World, "owner" | "app" | "now" | "customerId">,
): Promise<World> {
  const { owner } = given;
  const sql = owner.$client;
  const boss = await createUser(owner, { permissions: ["users.manage"], name: "Ingrid Solberg" });
  const people: World["people"] = [];
  for (const { name, manages, decides } of cast) {
    const permissions = [
      ...(manages ? (["api_settings.manage"] as const) : []),
      ...(decides ? (["access_requests.decide"] as const) : []),
    ];
    const person = await createUser(owner, { name, permissions });
    // With a password, so that being let in again means being active.
    await sql`update users set password_hash = 'none' where id = ${person.id}`;
    const [held] = await sql<
      { roleId: string }[]
    >`select role_id as "roleId" from user_roles where user_id = ${person.id}`;
    people.push({ ...person, roleId: held?.roleId ?? "" });
  }
  const empty = { tokens: [], requests: [], secrets: [], networks: [], codes: new Map() };
  return { ...given, ...empty, boss, people };
}

/** Nobody of a finished life is asked in the next one. */
export async function leaveWorld({ owner, boss, people }: World): Promise<void> {
  const sql = owner.$client;
  for (const { id } of [boss, ...people]) await sql`update users set status = 'disabled' where id = ${id}`;
}

const person = (world: World, who: number) => {
  const found = world.people[who];
  if (!found) throw new Error("There is no such person.");
  return found;
};
const manages = (world: World, who: number) =>
  contextOf<"api_settings.manage">(world.app, person(world, who));
const decides = (world: World, who: number) =>
  contextOf<"access_requests.decide">(world.app, person(world, who));
const rules = (world: World) => contextOf<"users.manage">(world.app, world.boss);
const later = (world: World, days: number) => new Date(world.now + days * day);
const asked = (world: World, places: readonly number[], ownDays: number | null) =>
  places.map((place) => ({
    network: networkPool[place] ?? "",
    label: "",
    expiresAt: ownDays === null ? null : later(world, ownDays),
  }));

async function submit(world: World, step: Extract<Step, { kind: "submit" }>, tokenId: string) {
  const values = {
    purpose,
    scopes,
    expiresAt: later(world, step.tokenDays),
    ratePerMinute: 600,
    dailyLimit: 5000,
  };
  const networks = asked(world, step.networks, step.ownDays);
  return submitAccessRequest(manages(world, step.who), { ...values, tokenId, networks, reason });
}

async function change(world: World, step: Step, tokenId: string): Promise<{ requestId: string }> {
  const common = { tokenId, reason };
  switch (step.kind) {
    case "submit":
      return submit(world, step, tokenId);
    case "rotate":
      return rotateToken(manages(world, step.who), { ...common, overlapSeconds: step.overlapSeconds });
    case "renew": {
      const { overlapSeconds } = step;
      const expiresAt = later(world, step.tokenDays);
      return renewToken(manages(world, step.who), { ...common, expiresAt, overlapSeconds });
    }
    case "changeLimits": {
      const limits = { ratePerMinute: step.ratePerMinute, dailyLimit: 5000 };
      return changeLimits(manages(world, step.who), { ...common, ...limits });
    }
    case "addNetworks":
      return addNetworks(manages(world, step.who), {
        ...common,
        networks: asked(world, step.networks, step.ownDays),
      });
    default:
      throw new Error(`${step.kind} asks for nothing.`);
  }
}

/** The code that is presented, and whether it is the right one: a foreign or stale one that is not there is a wrong one. */
export async function presented(
  world: World,
  step: Extract<Step, { kind: "approve" }>,
  requestId: string,
): Promise<{ code: string; right: boolean }> {
  const mine = await codeOf(world.owner, requestId, person(world, step.who)).catch(() => null);
  const key = `${requestId} ${step.who}`;
  const known = world.codes.get(key) ?? [];
  if (mine && known.at(-1) !== mine) world.codes.set(key, [...known, mine]);
  if (step.code === "right") return { code: mine ?? "0000000000", right: mine !== null };
  if (step.code === "stale" && known[0] && known[0] !== mine) return { code: known[0], right: false };
  if (step.code === "foreign") {
    for (const other of world.people.filter(({ id }) => id !== world.people[step.who]?.id)) {
      const code = await codeOf(world.owner, requestId, other).catch(() => null);
      if (code) return { code, right: false };
    }
  }
  return { code: "ZZZZZZZZZZ", right: false };
}

async function decide(world: World, step: Step, requestId: string, code: string): Promise<void> {
  const digest = async (right: boolean) => (right ? digestOf(world.owner, requestId) : "0".repeat(64));
  switch (step.kind) {
    case "approve":
      return approveAccessRequest(decides(world, step.who), {
        requestId,
        digest: await digest(step.digest),
        code,
      });
    case "reject":
      return rejectAccessRequest(decides(world, step.who), {
        requestId,
        digest: await digest(step.digest),
        note: "Not this one.",
      });
    case "withdraw":
      return withdrawAccessRequest(manages(world, step.who), { requestId });
    case "resend":
      return void (await resendCode(decides(world, step.who), { requestId }));
    default:
      throw new Error(`${step.kind} decides nothing.`);
  }
}

async function changePerson(world: World, step: Step): Promise<void> {
  if (!("who" in step)) return;
  const { id: userId, roleId } = person(world, step.who);
  switch (step.kind) {
    case "loseRole":
      return void (await assignRoles(rules(world), { userId, roleIds: [] }));
    case "gainRole":
      // As an approved request for a security role leaves it; that request has a life of its own.
      await world.owner.$client`
        insert into user_roles (user_id, role_id) values (${userId}, ${roleId}) on conflict do nothing`;
      return;
    case "disable":
      return disableUser(rules(world), { userId });
    case "enable": {
      await enableUser(rules(world), { userId });
      // Their sessions have ended: they sign in again.
      const [session] = await world.owner.$client<{ id: string }[]>`
        insert into sessions (user_id, expires_at, proved_at, factor, factor_at)
        values (${userId}, '2100-01-01Z', now(), 'passkey', now()) returning id`;
      return void Object.assign(person(world, step.who), { sessionId: session?.id });
    }
    default:
      throw new Error(`${step.kind} changes no person.`);
  }
}

/** Does the step by the real verb, on the thing that it names; what it made is remembered. Rejects as the verb does. */
export async function perform(world: World, step: Step, id: string, code: string): Promise<void> {
  const sql = world.owner.$client;
  switch (step.kind) {
    case "generate": {
      const draft = { purpose, scopes, expiresAt: later(world, 60) };
      world.tokens.push((await generateToken(manages(world, step.who), draft)).id);
      return;
    }
    case "display":
      return void world.secrets.push((await displaySecret(manages(world, step.who), { tokenId: id })).secret);
    case "save":
      return confirmSecretSaved(manages(world, step.who), { tokenId: id });
    case "revokeToken":
      return revokeToken(manages(world, step.who), { tokenId: id });
    case "revokeNetwork":
      return revokeNetwork(manages(world, step.who), { networkId: id });
    case "expire":
      return void (await expireRequests(contextOf(world.app, world.boss)));
    case "loseRole":
    case "gainRole":
    case "disable":
    case "enable":
      return changePerson(world, step);
    case "approve":
      await decide(world, step, id, code);
      return void world.networks.push(...(await networksOpenedBy(sql, id)));
    case "reject":
    case "withdraw":
    case "resend":
      return decide(world, step, id, code);
    default:
      world.requests.push((await change(world, step, id)).requestId);
  }
}

/** In the order that was signed, as the model keeps them. */
async function networksOpenedBy(sql: Sql, requestId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select a.id from approved_networks a
      join access_request_networks n on n.request_id = a.request_id and n.network = a.network
    where a.request_id = ${requestId} order by n.position`;
  return rows.map(({ id }) => id);
}
