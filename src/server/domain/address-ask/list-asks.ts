import "server-only";
import { dismissalOf, listOpenAsks, newestAskOf } from "../../db/queries/address-asks";
import { activeHolders } from "../../db/queries/people";
import { isApprovedIp } from "../access/require-approved-ip";
import type { PermittedContext, UserContext } from "../context";
import { requireAsker } from "./ask-for-address";
import { requireAsk } from "./dismiss-ask";

type ManagerContext = PermittedContext<"api_settings.manage">;

const mostListed = 50;

/** Asks that wait for a Security Manager, oldest first. */
export async function listAsks({ db }: ManagerContext) {
  const asks = await listOpenAsks(db, mostListed);
  return { asks, total: asks[0]?.total ?? 0 };
}

/** One ask, from which its address and a label are taken into a request. */
export async function getAsk(context: ManagerContext, input: { askId: string }) {
  const { askedById, askedByName, ...ask } = await requireAsk(context, input.askId);
  return { ...ask, askedBy: { id: askedById, name: askedByName } };
}

/** What came of the caller's own newest ask for the address they stand at; never which addresses are approved. */
export async function ownAsk(context: UserContext) {
  await requireAsker(context, "addressAsks.mine");
  const { db, actor, clientIp } = context;
  const found = clientIp === null ? null : await newestAskOf(db, actor.userId, clientIp);
  const managers = await activeHolders(db, "api_settings.manage", actor.userId);
  return {
    address: clientIp,
    approved: await isApprovedIp(context),
    /** They need nobody to ask: they add it to a token themselves. */
    managesTokens: actor.permissions.has("api_settings.manage"),
    /** Who would be asked. */
    managers: managers.map(({ name }) => name),
    ask: found && {
      id: found.id,
      at: found.at,
      state: found.state,
      answeredAt: found.answeredAt,
      answeredByName: found.answeredByName,
      note: found.state === "dismissed" ? await dismissalOf(db, actor.userId, found.id) : found.decisionNote,
    },
  };
}
