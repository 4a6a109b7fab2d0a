import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { HotClient } from "../../db/client";
import { guardedRead } from "../../db/queries/guarded-read";
import { isDomainError } from "../../domain/errors";
import * as asking from "./asking";
import * as deciding from "./deciding";
import { breaches, expectedRows, guardedRequest, lookAtRows, lookAtSecrets } from "./look";
import type { Model } from "./model";
import { probes, type Step } from "./steps";
import * as using from "./using";
import { perform, presented, type World } from "./world";

/** How often each step ended in each way. */
export type Tally = Map<string, number>;

interface Things {
  of: "tokens" | "requests" | "secrets" | "networks" | null;
}

const thingsOf: Record<Step["kind"], Things["of"]> = {
  generate: null,
  submit: "tokens",
  rotate: "tokens",
  renew: "tokens",
  addNetworks: "tokens",
  changeLimits: "tokens",
  approve: "requests",
  reject: "requests",
  withdraw: "requests",
  resend: "requests",
  display: "tokens",
  save: "tokens",
  read: "secrets",
  revokeToken: "tokens",
  revokeNetwork: "networks",
  loseRole: null,
  gainRole: null,
  disable: null,
  enable: null,
  expire: null,
  pass: null,
};

/** What the model says of the step; it changes as the world should. */
function predict(model: Model, step: Step, place: number, right: boolean): string {
  const request = model.requests[place] as Model["requests"][number];
  switch (step.kind) {
    case "approve":
      return deciding.approve(model, step, request, right);
    case "reject":
      return deciding.reject(model, step, request);
    case "withdraw":
      return deciding.withdraw(model, step, request);
    case "resend":
      return deciding.resend(model, step, request);
    case "read":
      return using.read(model, step, model.secrets[place] as Model["secrets"][number]);
    case "revokeNetwork":
      return using.revokeNetwork(model, step, model.networks[place] as Model["networks"][number]);
    default:
      return predictOfToken(model, step, place);
  }
}

function predictOfToken(model: Model, step: Step, place: number): string {
  switch (step.kind) {
    case "generate":
      return asking.generate(model, step);
    case "submit":
      return asking.submit(model, step, place);
    case "rotate":
      return asking.rotate(model, step, place);
    case "renew":
      return asking.renew(model, step, place);
    case "addNetworks":
      return asking.addNetworks(model, step, place);
    case "changeLimits":
      return asking.changeLimits(model, step, place);
    case "display":
      return using.display(model, step, place);
    case "save":
      return using.save(model, step, place);
    case "revokeToken":
      return using.revokeToken(model, step, place);
    case "loseRole":
    case "gainRole":
    case "disable":
    case "enable":
      return using.changePerson(model, step);
    default:
      return deciding.expire(model);
  }
}

/** A read that counts; its record must be there once it is answered. */
async function callApi(hot: HotClient, world: World, secret: string, from: number): Promise<string> {
  const request = {
    ...guardedRequest(world, secret, from),
    requestId: `req_${randomBytes(8).toString("hex")}`,
  };
  const [row] = await guardedRead(hot, [request]);
  const records = await world.owner.$client<{ outcome: string; rule: string | null }[]>`
    select outcome, rule from audit_events where request_id = ${request.requestId}`;
  const verdict = row?.verdict ?? null;
  expect([...records]).toEqual([{ outcome: verdict === null ? "allowed" : "refused", rule: verdict }]);
  return verdict ?? "ok";
}

async function doIt(hot: HotClient, world: World, step: Step, id: string, code: string): Promise<string> {
  if (step.kind === "read") return callApi(hot, world, id, step.from);
  try {
    await perform(world, step, id, code);
    return "ok";
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

/** One step in both; outcomes, states, open doors and records must agree afterwards. */
async function take(hot: HotClient, model: Model, world: World, step: Step, tally: Tally): Promise<void> {
  const sql = world.owner.$client;
  const ms = 1000 + (step.kind === "pass" ? step.ms : 0);
  model.now += ms;
  world.now = model.now;
  await sql`update test_clock.moment set at = ${new Date(world.now).toISOString()}::text::timestamptz`;
  if (step.kind !== "pass") {
    const things = thingsOf[step.kind];
    const list = things ? world[things] : [""];
    const place = things && "on" in step ? list.length - 1 - (step.on % Math.max(1, list.length)) : 0;
    const id = list[place];
    if (id === undefined) return;
    const { code, right } =
      step.kind === "approve" ? await presented(world, step, id) : { code: "", right: false };
    const expected = predict(model, step, place, right);
    expect([step, await doIt(hot, world, step, id, code)]).toEqual([step, expected]);
    tally.set(`${step.kind} ${expected}`, (tally.get(`${step.kind} ${expected}`) ?? 0) + 1);
    // Delays after wrong codes are another rule's.
    if (expected === "code_wrong") await sql`delete from attempt_delays`;
  }
  expect(await lookAtSecrets(hot, world)).toEqual(using.verdicts(model, probes.length));
  expect(await lookAtRows(world)).toEqual(expectedRows(model, world));
}

/** A whole life, step by step. */
export async function live(
  hot: HotClient,
  model: Model,
  world: World,
  steps: readonly Step[],
  tally: Tally,
): Promise<void> {
  for (const step of steps) await take(hot, model, world, step, tally);
  for (const [breach, count] of Object.entries(await breaches(world)))
    expect([breach, count]).toEqual([breach, 0]);
}
