import "server-only";
import type { AddNetworksInput } from "../../../contracts/access-request";
import { liveNetworksAmong } from "../../db/queries/networks";
import { askForLiveToken, type RequesterContext } from "../access-request/ask-for-live-token";
import { checkNetworks, type RequestedNetwork, requireNetworksAhead } from "../access-request/check-networks";
import { takeUpAskWith } from "../address-ask/take-up-ask";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { transact } from "../transact";

/**
 * Asks for further networks of a live token; mints nothing, and none outlives its token. Refused where one is approved for
 * this token already. An ask of a member of staff that it answers is taken up with it.
 */
export async function addNetworks(context: RequesterContext, input: AddNetworksInput) {
  return transact(context, async (inside) => {
    const sent = await askForLiveToken(inside, input, async (within, token) => {
      const program = await programSettings(within);
      const { networks } = input;
      const checked = checkNetworks({ networks, expiresAt: token.expiresAt }, program, within.settings);
      await requireNetworksAhead(within, checked);
      await requireNotLive(within, token.id, checked);
      return { kind: "networks", networks: checked };
    });
    await takeUpAskWith(inside, { askId: input.askId, requestId: sent.requestId });
    return sent;
  });
}

async function requireNotLive(
  { db }: RequesterContext,
  tokenId: string,
  networks: readonly RequestedNetwork[],
): Promise<void> {
  const live = await liveNetworksAmong(
    db,
    tokenId,
    networks.map((one) => one.network),
  );
  if (live.length === 0) return;
  throw new DomainError(
    "invalid_input",
    `${live.join(", ")} ${live.length === 1 ? "is" : "are"} approved for this token already. Leave out what is.`,
    { field: "networks" },
  );
}
