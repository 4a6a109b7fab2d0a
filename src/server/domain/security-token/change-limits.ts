import "server-only";
import type { ChangeLimitsInput } from "../../../contracts/access-request";
import { askForLiveToken, type RequesterContext } from "../access-request/ask-for-live-token";
import { DomainError } from "../errors";

/**
 * Asks for other limits of a live token: requests a minute, customers a UTC day, and how many of them may differ. Nothing of
 * the secret changes.
 */
export async function changeLimits(context: RequesterContext, input: ChangeLimitsInput) {
  const { ratePerMinute, dailyLimit } = input;
  return askForLiveToken(context, input, async (_inside, token) => {
    const { distinctCeiling = token.distinctCeiling } = input;
    const same = ratePerMinute === token.ratePerMinute && dailyLimit === token.dailyLimit;
    if (same && distinctCeiling === token.distinctCeiling) {
      throw new DomainError("invalid_input", "These are the token's limits already. Change one of them.", {
        field: "ratePerMinute",
      });
    }
    return { kind: "limits", ratePerMinute, dailyLimit, distinctCeiling };
  });
}
