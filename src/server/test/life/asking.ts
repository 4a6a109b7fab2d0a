import { deciders, liveNetworks, longestTokenDays, type Model, may, requestDays } from "./model";
import { day, networkPool, type Step } from "./steps";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;
type Asked = Pick<
  Model["requests"][number],
  "kind" | "token" | "requester" | "networks" | "tokenExpiresAt" | "ratePerMinute" | "overlapSeconds"
>;

/** Sends what is asked to every other decider, or says why not. */
function send(model: Model, asked: Asked): string {
  const asking = deciders(model, asked.requester);
  if (asking.length === 0) return "no_other_security_admin";
  if (model.requests.some((one) => one.token === asked.token && one.status === "pending")) {
    return "request_open_already";
  }
  const code = () => ({ voided: false, wrong: 0, issue: 1, mails: 1, mailedAt: model.now });
  model.requests.push({
    ...asked,
    tokenVersion: model.tokens[asked.token]?.version ?? 0,
    status: "pending",
    expiresAt: model.now + requestDays * day,
    decidedAt: 0,
    decidedBy: null,
    codes: new Map(asking.map((who) => [who, code()])),
  });
  return "ok";
}

/** The networks as they are stored; null where one would outlive its token. */
function networksOf(model: Model, places: readonly number[], ownDays: number | null, tokenEnd: number) {
  const own = ownDays === null ? null : model.now + ownDays * day;
  if (own !== null && own > tokenEnd) return null;
  const expiresAt = own === tokenEnd ? null : own;
  return places.map((place) => ({ cidr: networkPool[place] ?? "", expiresAt }));
}

export function generate(model: Model, { who }: Of<"generate">): string {
  model.tokens.push({
    creator: who,
    version: 1,
    approved: false,
    revoked: false,
    expiresAt: model.now + 60 * day,
    ratePerMinute: 60,
  });
  return "ok";
}

export function submit(model: Model, step: Of<"submit">, place: number): string {
  const token = model.tokens[place];
  if (!may(model, step.who, "manages")) return "permission_missing";
  if (!token || token.creator !== step.who || token.approved) return "token_not_draft";
  const tokenExpiresAt = model.now + step.tokenDays * day;
  const networks = networksOf(model, step.networks, step.ownDays, tokenExpiresAt);
  if (!networks) return "invalid_input";
  const outcome = send(model, {
    kind: "new_token",
    token: place,
    requester: step.who,
    networks,
    tokenExpiresAt,
    ratePerMinute: 600,
    overlapSeconds: 0,
  });
  if (outcome === "ok") token.expiresAt = tokenExpiresAt;
  return outcome;
}

/** Asks for a change of a live token; the change says what is asked, or why it cannot be. */
function askFor(
  model: Model,
  { who, token: place }: { who: number; token: number },
  change: (token: Model["tokens"][number]) => Partial<Asked> & Pick<Asked, "kind">,
  isSound: (token: Model["tokens"][number]) => boolean = () => true,
): string {
  const token = model.tokens[place];
  if (!may(model, who, "manages")) return "permission_missing";
  if (!token?.approved || token.revoked || token.expiresAt <= model.now) return "conflict";
  if (!isSound(token)) return "invalid_input";
  const { expiresAt: tokenExpiresAt, ratePerMinute } = token;
  const stands = { networks: [], tokenExpiresAt, ratePerMinute, overlapSeconds: 0 };
  return send(model, { ...stands, ...change(token), token: place, requester: who });
}

export function rotate(model: Model, { who, overlapSeconds }: Of<"rotate">, token: number): string {
  return askFor(model, { who, token }, () => ({ kind: "rotation", overlapSeconds }));
}

export function renew(model: Model, { who, tokenDays, overlapSeconds }: Of<"renew">, place: number): string {
  const tokenExpiresAt = model.now + tokenDays * day;
  return askFor(
    model,
    { who, token: place },
    () => ({ kind: "renewal", tokenExpiresAt, overlapSeconds }),
    (token) => tokenExpiresAt > token.expiresAt && tokenDays <= longestTokenDays + 1,
  );
}

export function changeLimits(model: Model, step: Of<"changeLimits">, place: number): string {
  const { who, ratePerMinute } = step;
  return askFor(
    model,
    { who, token: place },
    () => ({ kind: "limits", ratePerMinute }),
    (token) => token.ratePerMinute !== ratePerMinute,
  );
}

export function addNetworks(model: Model, step: Of<"addNetworks">, place: number): string {
  const read = (end: number) => networksOf(model, step.networks, step.ownDays, end);
  const live = liveNetworks(model, place).map(({ cidr }) => cidr);
  return askFor(
    model,
    { who: step.who, token: place },
    (token) => ({ kind: "networks", networks: read(token.expiresAt) ?? [] }),
    (token) => read(token.expiresAt)?.every(({ cidr }) => !live.includes(cidr)) ?? false,
  );
}
