import "server-only";
import type { ChangeLimitsInput } from "../../../contracts/access-request";
import { askForLiveToken, type RequesterContext } from "../access-request/ask-for-live-token";
import { DomainError } from "../errors";

/** Asks for other limits of a live token: requests a minute, and customers a UTC day. Nothing of the secret changes. */
export async function changeLimits(context: RequesterContext, input: ChangeLimitsInput) {
  const { ratePerMinute, dailyLimit } = input;
  return askForLiveToken(context, input, async (_inside, token) => {
    if (ratePerMinute === token.ratePerMinute && dailyLimit === token.dailyLimit) {
      throw new DomainError("invalid_input", "These are the token's limits already. Change one of them.", {
        field: "ratePerMinute",
      });
    }
    return { kind: "limits", ratePerMinute, dailyLimit };
  });
}
