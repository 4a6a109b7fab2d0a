import "server-only";
import type { RotateTokenInput } from "../../../contracts/access-request";
import { askForLiveToken, type RequesterContext } from "../access-request/ask-for-live-token";

/**
 * Asks for another secret of a live token. Nothing ends with the approval: the requester displays the new secret, and from
 * that first display the old ones go on for the overlap that the approver signed, in seconds.
 */
export async function rotateToken(context: RequesterContext, input: RotateTokenInput) {
  const { overlapSeconds } = input;
  return askForLiveToken(context, input, async () => ({ kind: "rotation", overlapSeconds }));
}
