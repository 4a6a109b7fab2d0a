import "server-only";
import { securityPermissions } from "../../../contracts/permissions";
import type { FactorList } from "../../../contracts/second-factor";
import { holdsPermission } from "../../db/queries/people";
import { countRecoveryCodes, factorsOf } from "../../db/queries/second-factors";
import type { PersonContext } from "../context";
import { programSettings } from "../program/program-settings";

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

/**
 * Whether the person never works without a second factor: as who decides about access, or as everybody where Program Settings
 * say so. Nobody does in a demonstration.
 */
export async function isFactorRequired(context: PersonContext): Promise<boolean> {
  const { db, actor, settings } = context;
  if (settings.demonstration) return false;
  if ((await programSettings(context)).secondFactorForAll === 1) return true;
  for (const permission of securityPermissions) {
    if (await holdsPermission(db, actor.userId, permission)) return true;
  }
  return false;
}
