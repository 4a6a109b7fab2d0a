import "server-only";
import {
  type ChangeProgramInput,
  type ProgramSettingsValues,
  settingWords,
  weakenedBy,
} from "../../../contracts/program";
import type { GuardedSetting } from "../../../contracts/request-kinds";
import type { Person } from "../../db/queries/people";
import {
  lockProgramSettings,
  type ProgramSettingsRow,
  updateProgramSettings,
} from "../../db/queries/program";
import { lockApprovers } from "../access-request/lock-approvers";
import { sendRequest } from "../access-request/send-request";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { requireReason, type Waiting } from "../user/security-grant";
import { tellSettingsChanged } from "./tell-settings-changed";

type Context = PermittedContext<"api_settings.manage">;
type Guarded = Partial<Record<GuardedSetting, number>>;

/**
 * Changes Program Settings: what is stricter or neutral holds from the commit on, what weakens is asked for, of the Security
 * Admins, with the values before and after of those settings alone. Throws what sendRequest throws, and then changes nothing.
 */
export async function changeProgram(
  context: Context,
  { changes, reason }: ChangeProgramInput,
): Promise<{ applied: string[]; waiting: Waiting | null }> {
  return transact(context, async (inside) => {
    const approvers = await lockApprovers(inside, "api_settings.manage");
    const now = await lockProgramSettings(inside.db);
    if (!now) throw new DomainError("unavailable", "This installation is not set up yet.");
    const weaker = weakenedBy(now, changes);
    const applied = await apply(inside, now, without(changes, weaker));
    if (weaker.length === 0) return { applied, waiting: null };
    return { applied, waiting: await ask(inside, approvers, { now, changes, weaker, reason }) };
  });
}

async function apply(
  inside: Context,
  now: ProgramSettingsRow,
  changes: Partial<ProgramSettingsValues>,
): Promise<string[]> {
  const different = Object.entries(changes).filter(
    ([one, value]) => now[one as keyof typeof changes] !== value,
  );
  const applied = different.map(([one]) => one);
  if (applied.length === 0) return applied;
  await updateProgramSettings(inside.db, Object.fromEntries(different));
  const before = Object.fromEntries(applied.map((one) => [one, now[one as keyof typeof changes]]));
  await recordEvent(inside, {
    action: "settings.changed",
    details: { before, after: Object.fromEntries(different) },
  });
  await tellSettingsChanged(inside);
  return applied;
}

async function ask(
  inside: Context,
  approvers: readonly Person[],
  asked: { now: ProgramSettingsRow; changes: Guarded; weaker: GuardedSetting[]; reason: string | undefined },
): Promise<Waiting> {
  const { now, changes, weaker } = asked;
  const before: Guarded = Object.fromEntries(weaker.map((one) => [one, now[one]]));
  const after: Guarded = Object.fromEntries(weaker.map((one) => [one, changes[one]]));
  const words = weaker.map((one) => {
    const { label, value } = settingWords[one];
    return `${label} ${value(now[one])} → ${value(changes[one] ?? now[one])}`;
  });
  return sendRequest(
    inside,
    {
      kind: "program_settings",
      subjectId: null,
      purpose: `Change Program Settings: ${words.join("; ")}`,
      reason: requireReason(asked.reason),
      change: { kind: "program_settings", before, after },
    },
    approvers,
  );
}

function without<T extends object>(values: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(values).filter(([one]) => !names.includes(one))) as T;
}
