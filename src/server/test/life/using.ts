import { voidOpen } from "./deciding";
import {
  deciders,
  displayAgainWithin,
  displayWithin,
  type Model,
  type ModelNetwork,
  type ModelSecret,
  may,
  verdictOf,
} from "./model";
import type { Step } from "./steps";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

const grantsSecret = ["new_token", "rotation", "renewal"];

/** The newest approved request that grants a secret of this token. */
function newestGrant(model: Model, token: number): number {
  const grants = model.requests
    .map((request, place) => ({ request, place }))
    .filter(({ request }) => request.token === token && request.status === "approved")
    .filter(({ request }) => grantsSecret.includes(request.kind))
    .sort((a, b) => a.request.decidedAt - b.request.decidedAt);
  return grants.at(-1)?.place ?? -1;
}

function mayDisplay(model: Model, who: number, token: number, grant: number): boolean {
  const [asked, stands] = [model.requests[grant], model.tokens[token]];
  if (!asked || !stands || asked.requester !== who) return false;
  if (stands.revoked || stands.expiresAt <= model.now) return false;
  const shown = model.secrets.filter((one) => one.request === grant);
  if (shown.some((one) => one.saved || one.used)) return false;
  const [first] = shown;
  if (asked.displayVoid) return false;
  return first
    ? first.displayedAt + displayAgainWithin > model.now
    : asked.decidedAt + displayWithin > model.now;
}

export function display(model: Model, { who }: Of<"display">, token: number): string {
  if (!may(model, who, "manages")) return "permission_missing";
  const request = newestGrant(model, token);
  if (!mayDisplay(model, who, token, request)) return "display_not_possible";
  const again = model.secrets.some((one) => one.request === request);
  const end = model.now + (model.requests[request]?.overlapSeconds ?? 0) * 1000;
  for (const one of model.secrets.filter((each) => each.token === token)) {
    if (one.request === request) one.endsAt ??= model.now;
    else if (!again && (one.endsAt === null || one.endsAt > end)) one.endsAt = end;
  }
  const fresh = { saved: false, used: false, endsAt: null };
  model.secrets.push({ token, request, displayedBy: who, displayedAt: model.now, ...fresh });
  return "ok";
}

export function save(model: Model, { who }: Of<"save">, token: number): string {
  if (!may(model, who, "manages")) return "permission_missing";
  const open = model.secrets.filter(
    (one) => one.token === token && one.displayedBy === who && !one.saved && one.endsAt === null,
  );
  for (const one of open) one.saved = true;
  return open.length > 0 ? "ok" : "conflict";
}

export function read(model: Model, { from }: Of<"read">, secret: ModelSecret): string {
  const verdict = verdictOf(model, secret, from);
  if (verdict === "ok") secret.used = true;
  return verdict;
}

export function revokeToken(model: Model, { who }: Of<"revokeToken">, place: number): string {
  const token = model.tokens[place];
  if (!may(model, who, "manages")) return "permission_missing";
  if (!token?.approved || token.revoked) return "conflict";
  token.revoked = true;
  voidOpen(model, (request) => request.token === place);
  return "ok";
}

export function revokeNetwork(model: Model, { who }: Of<"revokeNetwork">, network: ModelNetwork): string {
  if (!may(model, who, "manages")) return "permission_missing";
  if (network.revoked) return "conflict";
  network.revoked = true;
  return "ok";
}

/** What a change to a person takes with it: open requests, undisplayed tokens, and codes. */
function settle(model: Model, who: number, decidedBefore: boolean): void {
  if (!may(model, who, "manages")) {
    voidOpen(model, (request) => request.requester === who);
    for (const place of model.tokens.keys()) voidUndisplayed(model, who, place);
  }
  if (decidedBefore && !may(model, who, "decides")) voidCodes(model, who);
}

/** Whose secret it would be: after a rotation nobody has displayed yet, that of who asked for the rotation. */
function voidUndisplayed(model: Model, who: number, place: number): void {
  const [token, grant] = [model.tokens[place], newestGrant(model, place)];
  const granted = model.requests[grant];
  if (!token || token.revoked || granted?.requester !== who) return;
  const secrets = model.secrets.filter((one) => one.token === place);
  if (secrets.length > 0) {
    granted.displayVoid ||= secrets.every((one) => one.request !== grant);
    return;
  }
  token.revoked = true;
  voidOpen(model, (request) => request.token === place);
}

function voidCodes(model: Model, who: number): void {
  for (const request of model.requests) {
    const code = request.codes.get(who);
    if (code && request.decidedBy !== who) code.voided = true;
  }
}

/** Changes a person, unless nobody would be left who decides. */
export function changePerson(model: Model, step: Of<"loseRole" | "gainRole" | "disable" | "enable">): string {
  const person = model.people[step.who];
  if (!person) return "not_found";
  if (step.kind === "disable" && !person.active) return "conflict";
  if (step.kind === "enable" && person.active) return "conflict";
  const decided = may(model, step.who, "decides");
  if (
    decided &&
    (step.kind === "loseRole" || step.kind === "disable") &&
    deciders(model, step.who).length === 0
  ) {
    return "last_security_admin";
  }
  if (step.kind === "loseRole" || step.kind === "gainRole") person.hasRole = step.kind === "gainRole";
  else {
    person.active = step.kind === "enable";
    // Security roles end with who is disabled, and none waits for who is let in again.
    person.hasRole = false;
  }
  if (step.kind === "disable") voidCodes(model, step.who);
  settle(model, step.who, decided);
  return "ok";
}

/** Every secret by every probe: who would be let in now, and what the others would be told. */
export function verdicts(model: Model, probes: number): string[] {
  return model.secrets.flatMap((secret) =>
    Array.from({ length: probes }, (_, from) => verdictOf(model, secret, from)),
  );
}
