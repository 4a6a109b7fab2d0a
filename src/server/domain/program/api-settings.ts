import "server-only";
import { networkContains } from "../../../contracts/network";
import { activeHolders } from "../../db/queries/people";
import { listTokenOwners } from "../../db/queries/token-list";
import { inOtherMailboxes } from "../access-request/in-other-mailboxes";
import type { PermittedContext } from "../context";
import { programSettings } from "./program-settings";

const loopback = ["127.0.0.1", "::1"];

/**
 * What the API Settings form starts from: defaults, widest ranges, who would be asked, whose tokens there are, and one's own
 * address.
 */
export async function apiSettings(context: PermittedContext<"api_settings.manage">) {
  const program = await programSettings(context);
  const deciders = await activeHolders(context.db, "access_requests.decide");
  const approvers = inOtherMailboxes(deciders, context.actor.email);
  return {
    defaults: {
      ratePerMinute: program.defaultRatePerMinute,
      dailyLimit: program.defaultDailyLimit,
      distinctCeiling: program.defaultDistinctCeiling,
      tokenDays: program.tokenDays,
      requestDays: program.requestDays,
    },
    widestIpv4: program.widestIpv4,
    widestIpv6: program.widestIpv6,
    unrequestable: context.settings.unrequestableNetworks,
    approvers: approvers.map(({ id, name }) => ({ id, name })),
    owners: await listTokenOwners(context.db),
    myAddresses: ownAddresses(context),
  };
}

/** The address the server sees; on the server's own computer both loopbacks, since a browser and curl may differ. */
function ownAddresses({ clientIp, settings }: PermittedContext<"api_settings.manage">): string[] {
  if (clientIp === null) return [];
  const offered = settings.embedded && loopback.includes(clientIp) ? loopback : [clientIp];
  return offered.filter(
    (one) => !settings.unrequestableNetworks.some((network) => networkContains(network, one)),
  );
}
