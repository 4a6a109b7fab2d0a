import "server-only";
import { type DueEnd, takeNetworkEnds, takeTokenEnds, tokenAudience } from "../../db/queries/due-messages";
import type { ServiceContext } from "../context";
import { eachDue } from "./each-due";
import { tellPeople } from "./tell-people";

const most = 50;

/**
 * Tells of ends that come, 30, 7 and 1 days before, and of a token's when it has come: each once, whatever restarts or runs
 * beside it, and after a pause only the nearest. To the token's owner, or to everyone who manages tokens where the owner left.
 */
export async function announceEnds(context: ServiceContext): Promise<number> {
  const tokens = await eachDue(context, (inside) => announce(inside, takeTokenEnds));
  return tokens + (await eachDue(context, (inside) => announce(inside, takeNetworkEnds)));
}

async function announce(inside: ServiceContext, take: typeof takeTokenEnds): Promise<number> {
  const ends = await take(inside.db, most);
  for (const end of ends) await announceOne(inside, end);
  return ends.length;
}

async function announceOne(inside: ServiceContext, { tokenId, networkId, days, endsAt }: DueEnd) {
  const at = endsAt.toISOString();
  const details = networkId ? { days, at, networkId } : { days, at };
  const kind = networkId ? "network_expiring" : days > 0 ? "token_expiring" : "token_expired";
  const occasion = `${networkId ?? tokenId}/${at}/${days}`;
  await tellPeople(inside, { kind, tokenId, details, occasion }, await tokenAudience(inside.db, tokenId));
}
