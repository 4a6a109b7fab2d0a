import "server-only";
import type { ReadingFound } from "../../../contracts/message-kinds";
import { databaseNow } from "../../db/queries/clock";
import { tokenAudience } from "../../db/queries/due-messages";
import { activeHolders } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { tellPeople } from "../message/tell-people";

/** The token's owner, or who looks after tokens where they left, and everyone who decides. */
export async function tellOfReading(
  context: ServiceContext,
  kind: "token_reads_many" | "token_suspended",
  tokenId: string,
  reading: ReadingFound,
): Promise<void> {
  const { db } = context;
  const at = (await databaseNow(db)).toISOString();
  const people = [
    ...(await tokenAudience(db, tokenId)),
    ...(await activeHolders(db, "access_requests.decide")),
  ];
  const occasion = `${tokenId}/${reading.what}/${kind === "token_suspended" ? at : (reading.day ?? at.slice(0, 10))}`;
  await tellPeople(context, { kind, tokenId, details: { at, reading }, occasion }, people);
}
