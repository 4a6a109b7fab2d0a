import "server-only";
import { longestTokenDays, type SubmitAccessRequestInput } from "../../../contracts/access-request";
import { parseNetwork } from "../../../contracts/network";
import type { ProgramSettingsRow } from "../../db/queries/program";
import { expiryStanding } from "../../db/queries/security-tokens";
import type { DomainSettings, ServiceContext } from "../context";
import { DomainError } from "../errors";

export interface RequestedNetwork {
  network: string;
  label: string;
  expiresAt: Date | null;
}

/**
 * Reads every address by the one grammar and the program's limits (rules 7 and 8). A network asked for until the
 * token's end is kept as null; none outlives its token. Refuses with every fault at once.
 */
export function checkNetworks(
  input: Pick<SubmitAccessRequestInput, "networks" | "expiresAt">,
  limits: Pick<ProgramSettingsRow, "widestIpv4" | "widestIpv6">,
  settings: DomainSettings,
): RequestedNetwork[] {
  const faults: string[] = [];
  const found = new Map<string, RequestedNetwork>();
  for (const { network, label, expiresAt } of input.networks) {
    const result = parseNetwork(network, { ...limits, unrequestable: [...settings.unrequestableNetworks] });
    if (!result.ok) {
      faults.push(result.problem.message);
    } else if (found.has(result.network.cidr)) {
      faults.push(`${result.network.text} is there twice.`);
    } else if (expiresAt && expiresAt > input.expiresAt) {
      faults.push(`${result.network.text} would outlive its token.`);
    } else {
      const own = expiresAt && expiresAt < input.expiresAt ? expiresAt : null;
      found.set(result.network.cidr, { network: result.network.cidr, label, expiresAt: own });
    }
  }
  if (faults.length > 0) {
    throw new DomainError("invalid_input", faults.join(" "), { field: "networks", faults });
  }
  return [...found.values()];
}

/** A network that would have expired already opens nothing; by the database's clock. */
export async function requireNetworksAhead(
  { db }: ServiceContext,
  networks: readonly RequestedNetwork[],
): Promise<void> {
  for (const { network, expiresAt } of networks) {
    if (!expiresAt || (await expiryStanding(db, expiresAt, longestTokenDays)) !== "past") continue;
    throw new DomainError("invalid_input", `${network} would have expired already. Choose a later day.`, {
      field: "networks",
    });
  }
}
