import type { RequestState } from "../../../contracts/access-request";
import type { TokenRequestKind } from "../../../contracts/request-kinds";
import { cast, day, minute, networkPool } from "./steps";

export interface ModelPerson {
  manages: boolean;
  decides: boolean;
  active: boolean;
  hasRole: boolean;
}

export interface ModelToken {
  creator: number;
  version: number;
  approved: boolean;
  revoked: boolean;
  expiresAt: number;
  ratePerMinute: number;
}

export interface ModelCode {
  voided: boolean;
  wrong: number;
  issue: number;
  mails: number;
  mailedAt: number;
}

export interface ModelRequest {
  kind: TokenRequestKind;
  token: number;
  tokenVersion: number;
  requester: number;
  status: RequestState;
  expiresAt: number;
  networks: Array<{ cidr: string; expiresAt: number | null }>;
  tokenExpiresAt: number;
  ratePerMinute: number;
  overlapSeconds: number;
  decidedAt: number;
  decidedBy: number | null;
  codes: Map<number, ModelCode>;
  /** Its requester lost the role before they displayed the secret that it grants. */
  displayVoid?: boolean;
}

export interface ModelSecret {
  token: number;
  request: number;
  displayedBy: number;
  displayedAt: number;
  saved: boolean;
  used: boolean;
  endsAt: number | null;
}

export interface ModelNetwork {
  token: number;
  cidr: string;
  expiresAt: number | null;
  revoked: boolean;
}

export interface Model {
  now: number;
  people: ModelPerson[];
  tokens: ModelToken[];
  requests: ModelRequest[];
  secrets: ModelSecret[];
  networks: ModelNetwork[];
}

export const requestDays = 3;
export const longestTokenDays = 180;
export const displayWithin = 7 * day;
export const displayAgainWithin = 15 * minute;

export function newModel(now: number): Model {
  const people = cast.map(({ manages, decides }) => ({ manages, decides, active: true, hasRole: true }));
  return { now, people, tokens: [], requests: [], secrets: [], networks: [] };
}

export const may = (model: Model, who: number, what: "manages" | "decides") => {
  const person = model.people[who];
  return person?.active === true && person.hasRole && person[what];
};

export const deciders = (model: Model, except: number | null) =>
  model.people.flatMap((_, who) => (who !== except && may(model, who, "decides") ? [who] : []));

export const isOpen = (model: Model, request: ModelRequest) =>
  request.status === "pending" && request.expiresAt > model.now;

export const ahead = (model: Model, end: number | null) => end === null || end > model.now;

export const liveNetworks = (model: Model, token: number) =>
  model.networks.filter((one) => one.token === token && !one.revoked && ahead(model, one.expiresAt));

/** What a call with this secret from the probe of that place is told. */
export function verdictOf(model: Model, secret: ModelSecret, from: number): string {
  const token = model.tokens[secret.token];
  const holds = liveNetworks(model, secret.token).some((one) => one.cidr === networkPool[from]);
  if (!token || !holds) return "ip_not_allowed";
  if (token.revoked || !ahead(model, secret.endsAt)) return "token_revoked";
  return token.expiresAt <= model.now ? "token_expired" : "ok";
}
