import "server-only";
import type { LiftSuspensionInput } from "../../../contracts/access-request";
import { askForLiveToken, type RequesterContext } from "../access-request/ask-for-live-token";
import { DomainError } from "../errors";

/**
 * Asks to lift a token's suspension: once another person approves, it reads again and its distinct customers are counted
 * anew. The ceiling stays; another one is asked for by changing limits. Throws `conflict` where the token is not suspended.
 */
export async function askToLift(context: RequesterContext, input: LiftSuspensionInput) {
  return askForLiveToken(context, input, async (_inside, token) => {
    if (!token.suspendedAt) throw new DomainError("conflict", "This token is not suspended.");
    return { kind: "lift_suspension" };
  });
}
