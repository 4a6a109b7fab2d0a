import "server-only";
import type { ChangeRequestKind, RequestedChange } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { grantApprovedRequest, lockToken } from "../../db/queries/security-tokens";
import type { PermittedContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { changePart, type TokenPart, tokenPart } from "./request-part";

type Approver = PermittedContext<"access_requests.decide">;
type Change<Kind extends ChangeRequestKind> = Extract<RequestedChange, { kind: Kind }>;

/** How an approved change comes into force; each refuses with `conflict` where what it was asked for no longer stands. */
interface AppliedChange<Kind extends ChangeRequestKind> {
  /** Whose rows it changes, to be locked before it is decided; absent: nobody's. */
  people?: (inside: UserContext, change: Change<Kind>) => Promise<readonly string[]>;
  apply: (inside: Approver, change: Change<Kind>, request: RequestRow["request"]) => Promise<void>;
}

const applied: { [Kind in ChangeRequestKind]?: AppliedChange<Kind> } = {};

/** Whose roles or account an approval changes; null where it changes nobody's. */
export function peopleChangedBy(row: RequestRow) {
  const change = changePart(row);
  const people = change && (applied[change.kind] as AppliedChange<ChangeRequestKind> | undefined)?.people;
  return people && change ? (inside: UserContext) => people(inside, change) : null;
}

/** Brings into force what was just approved, on the decision's transaction: all of it, or the decision is undone. */
export async function applyApproved(context: Approver, row: RequestRow): Promise<void> {
  const token = tokenPart(row);
  if (token) {
    await requireTokenStands(context, token);
    await grantApprovedRequest(context.db, row.request.id);
    return;
  }
  const change = changePart(row);
  const applies = change && (applied[change.kind] as AppliedChange<ChangeRequestKind> | undefined);
  if (!applies) throw new Error("Nothing brings this change into force.");
  await applies.apply(context, change, row.request);
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
