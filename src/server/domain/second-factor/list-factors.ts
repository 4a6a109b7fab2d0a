import "server-only";
import { securityPermissions } from "../../../contracts/permissions";
import type { FactorList } from "../../../contracts/second-factor";
import { holdsPermission } from "../../db/queries/people";
import { countRecoveryCodes, factorsOf } from "../../db/queries/second-factors";
import type { PersonContext } from "../context";

/** One's own second factors, without anything of theirs that is secret. */
export async function listFactors(context: PersonContext): Promise<FactorList> {
  const { db, actor } = context;
  const factors = await factorsOf(db, actor.userId);
  return {
    factors: factors.map(({ id, kind, name, createdAt, lastUsedAt }) => ({
      id,
      kind,
      name,
      createdAt,
      lastUsedAt,
    })),
    recoveryCodesLeft: await countRecoveryCodes(db, actor.userId),
    required: await isFactorRequired(context),
  };
}

/** Whether the person decides about access, and so never works without a second factor; nobody does in a demonstration. */
export async function isFactorRequired({ db, actor, settings }: PersonContext): Promise<boolean> {
  if (settings.demonstration) return false;
  for (const permission of securityPermissions) {
    if (await holdsPermission(db, actor.userId, permission)) return true;
  }
  return false;
}
