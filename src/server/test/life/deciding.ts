import { isOpen, type Model, type ModelCode, type ModelRequest, may } from "./model";
import type { Step } from "./steps";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** Why this person may not decide this request now; null where nothing stands in the way. */
function undecidable(model: Model, who: number, request: ModelRequest): string | null {
  if (!may(model, who, "decides")) return "permission_missing";
  if (request.requester === who) return "own_request";
  return isOpen(model, request) ? null : "request_not_open";
}

function renewCode(model: Model, code: ModelCode): void {
  Object.assign(code, {
    voided: false,
    wrong: 0,
    issue: code.issue + 1,
    mails: code.mails + 1,
    mailedAt: model.now,
  });
}

function close(
  model: Model,
  request: ModelRequest,
  status: ModelRequest["status"],
  who: number | null,
): void {
  Object.assign(request, { status, decidedAt: model.now, decidedBy: who });
}

/** `right`: the code that the world found to present is this person's, of the present issue. */
export function approve(model: Model, step: Of<"approve">, request: ModelRequest, right: boolean): string {
  const refused = undecidable(model, step.who, request);
  if (refused) return refused;
  const code = request.codes.get(step.who);
  if (!code || code.voided) return "code_expired";
  if (!right) {
    code.wrong += 1;
    if (code.wrong === 5) renewCode(model, code);
    return "code_wrong";
  }
  if (!step.digest) return "conflict";
  const token = model.tokens[request.token];
  const ended = !token || token.revoked || (request.kind !== "new_token" && token.expiresAt <= model.now);
  if (ended || token.version !== request.tokenVersion) return "conflict";
  close(model, request, "approved", step.who);
  const { tokenExpiresAt: expiresAt, ratePerMinute } = request;
  Object.assign(token, { approved: true, version: token.version + 1, expiresAt, ratePerMinute });
  model.networks.push(...request.networks.map((one) => ({ ...one, token: request.token, revoked: false })));
  return "ok";
}

export function reject(model: Model, step: Of<"reject">, request: ModelRequest): string {
  const refused = undecidable(model, step.who, request);
  if (refused) return refused;
  if (!step.digest) return "conflict";
  close(model, request, "rejected", step.who);
  return "ok";
}

export function withdraw(model: Model, { who }: Of<"withdraw">, request: ModelRequest): string {
  if (request.requester !== who) return "permission_missing";
  if (!isOpen(model, request)) return "request_not_open";
  close(model, request, "withdrawn", who);
  return "ok";
}

export function resend(model: Model, { who }: Of<"resend">, request: ModelRequest): string {
  const refused = undecidable(model, who, request);
  if (refused) return refused;
  const code = request.codes.get(who);
  if (!code) {
    request.codes.set(who, { voided: false, wrong: 0, issue: 1, mails: 1, mailedAt: model.now });
    return "ok";
  }
  if (code.mails > 0 && code.mailedAt > model.now - 60_000) return "too_many_attempts";
  if (code.voided) renewCode(model, code);
  else Object.assign(code, { mails: code.mails + 1, mailedAt: model.now });
  return "ok";
}

export function expire(model: Model): string {
  for (const request of model.requests) {
    if (request.status === "pending" && !isOpen(model, request)) close(model, request, "expired", null);
  }
  return "ok";
}

/** Everything open for a token ends with it. */
export function voidOpen(model: Model, of: (request: ModelRequest) => boolean): void {
  for (const request of model.requests) {
    if (request.status === "pending" && of(request)) close(model, request, "voided", null);
  }
}
