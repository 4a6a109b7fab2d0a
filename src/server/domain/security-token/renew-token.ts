import "server-only";
import type { RenewTokenInput } from "../../../contracts/access-request";
import { askForLiveToken, type RequesterContext } from "../access-request/ask-for-live-token";
import { DomainError } from "../errors";
import { requireTokenExpiry } from "./generate-token";

/**
 * Asks for a later end of a token that has not expired, and with it for another secret, as a rotation does. The later end
 * holds from the approval on; networks that were asked for "as long as the token" follow it.
 */
export async function renewToken(context: RequesterContext, input: RenewTokenInput) {
  const { expiresAt, overlapSeconds } = input;
  return askForLiveToken(context, input, async (inside, token) => {
    if (expiresAt <= token.expiresAt) {
      throw new DomainError("invalid_input", "Choose a day after the one on which the token expires now.", {
        field: "expiresAt",
      });
    }
    await requireTokenExpiry(inside, expiresAt);
    return { kind: "renewal", tokenExpiresAt: expiresAt, overlapSeconds };
  });
}
