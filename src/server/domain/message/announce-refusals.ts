import "server-only";
import { takeRefusalAlerts } from "../../db/queries/due-messages";
import { activeHolders } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { eachDue } from "./each-due";
import { tellPeople } from "./tell-people";

const most = 20;

/**
 * Tells everyone who manages tokens or decides of genuine secrets at unapproved addresses: one mail a token, block and hour
 * (rule 12).
 */
export async function announceRefusals(context: ServiceContext): Promise<number> {
  return eachDue(context, async (inside) => {
    const { taken, due } = await takeRefusalAlerts(inside.db, most);
    if (due.length === 0) return taken;
    const people = [
      ...(await activeHolders(inside.db, "api_settings.manage")),
      ...(await activeHolders(inside.db, "access_requests.decide")),
    ];
    for (const { tokenId, block, hour, address, firstAt, count } of due) {
      const details = { address, count, at: firstAt.toISOString() };
      const occasion = `${tokenId}/${block}/${hour}`;
      await tellPeople(inside, { kind: "address_refused", tokenId, details, occasion }, people);
    }
    return taken;
  });
}
