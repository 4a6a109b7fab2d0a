import "server-only";
import { spendRecoveryCode } from "../../db/queries/second-factors";
import type { SessionCookie } from "../../db/queries/sessions";
import type { PersonContext } from "../context";
import { provingFactor } from "./proving-factor";
import { recoveryHash } from "./recovery-codes";
import { tellFactorChanged } from "./tell-factor-changed";

/**
 * Proves the session with a recovery code, which is used up by it; the person is told by mail. Throws `factor_wrong`,
 * `too_many_attempts`.
 */
export function proveRecoveryCode(context: PersonContext, input: { code: string }): Promise<SessionCookie> {
  return provingFactor(context, "recovery_code", async (inside) => {
    if (!(await spendRecoveryCode(inside.db, inside.actor.userId, recoveryHash(input.code)))) return false;
    await tellFactorChanged(inside, "recovery_code_used");
    return true;
  });
}
