import "server-only";
import type { ChangeOf, ChangeRequestKind, DecidePermission } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { liftSuspension } from "../../db/queries/reading-watch";
import { holdersOf } from "../../db/queries/roles";
import { grantApprovedRequest, lockToken } from "../../db/queries/security-tokens";
import { requirePermission } from "../access/require-permission";
import { tellAskers } from "../address-ask/tell-askers";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, UserContext } from "../context";
import { applyApprovedEmail } from "../email-change/apply-email-change";
import { applyEmergency } from "../emergency-access/apply-emergency";
import { DomainError } from "../errors";
import { applySettings } from "../program/apply-settings";
import { applyPermissions } from "../role/apply-permissions";
import { applyFactorReset } from "../second-factor/reset-factors";
import { applyRoles } from "../user/apply-roles";
import { changePart, type TokenPart, tokenPart } from "./request-part";

type Approver = PermittedContext<"access_requests.decide">;
/** Those of emergency accesses hold one of two permissions. */
type Decider = PermittedContext<DecidePermission>;

/** How an approved change comes into force; each refuses with `conflict` where what it was asked for no longer stands. */
interface AppliedChange<Kind extends ChangeRequestKind> {
  /** Whose rows it changes, to be locked before it is decided; absent: nobody's. */
  people?: (inside: UserContext, change: ChangeOf<Kind>) => Promise<readonly string[]>;
  apply: (
    inside: Kind extends "break_glass" ? Decider : Approver,
    change: ChangeOf<Kind>,
    request: RequestRow["request"],
  ) => Promise<void>;
}

const applied: { [Kind in ChangeRequestKind]: AppliedChange<Kind> } = {
  user_roles: { people: async (_inside, change) => [change.userId], apply: applyRoles },
  role_permissions: { people: ({ db }, change) => holdersOf(db, change.role.id), apply: applyPermissions },
  user_email: { people: async (_inside, change) => [change.userId], apply: applyApprovedEmail },
  program_settings: { apply: applySettings },
  factor_reset: { people: async (_inside, change) => [change.userId], apply: applyFactorReset },
  break_glass: {
    people: async (_inside, change) => [change.userId],
    apply: (inside, _change, request) => applyEmergency(inside, request),
  },
};
const appliedTo = (kind: ChangeRequestKind) => applied[kind] as AppliedChange<ChangeRequestKind>;

/** Whose roles or account an approval changes; null where it changes nobody's. */
export function peopleChangedBy(row: RequestRow) {
  const change = changePart(row);
  const people = change && appliedTo(change.kind).people;
  return people && change ? (inside: UserContext) => people(inside, change) : null;
}

/** Brings into force what was just approved, on the decision's transaction: all of it, or the decision is undone. */
export async function applyApproved(decider: Decider, row: RequestRow): Promise<void> {
  const change = changePart(row);
  if (change?.kind === "break_glass") return applied.break_glass.apply(decider, change, row.request);
  const context = requirePermission(decider, "access_requests.decide");
  const token = tokenPart(row);
  if (token) {
    await requireTokenStands(context, token);
    await grantApprovedRequest(context.db, row.request.id);
    if (token.kind === "lift_suspension") await lift(context, token, row.request.id);
    await tellAskers(context, row.request.id);
    return;
  }
  if (!change) throw new Error("The request is neither for a token nor for a change.");
  await appliedTo(change.kind).apply(context, change, row.request);
}

async function lift(context: Approver, { tokenId }: TokenPart, accessRequestId: string): Promise<void> {
  if (!(await liftSuspension(context.db, tokenId))) {
    throw new DomainError("conflict", "The token is not suspended any more. Reject the request.");
  }
  await recordEvent(context, { action: "token.suspension_lifted", tokenId, accessRequestId });
}

/** The token is what it was when the request was made: nothing is granted to one that ended or changed since. */
async function requireTokenStands({ db }: Approver, part: TokenPart): Promise<void> {
  const locked = await lockToken(db, part.tokenId);
  const gone = !locked || locked.token.revokedAt || locked.token.discardedAt;
  if (gone || (part.kind !== "new_token" && locked.expired)) {
    throw new DomainError("conflict", "The token has ended since this was asked for. Reject the request.");
  }
  if (locked.token.version !== part.tokenVersion) {
    throw new DomainError("conflict", "The token was changed since this was asked for. Reject the request.");
  }
}
