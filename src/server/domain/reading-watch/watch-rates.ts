import "server-only";
import { activeHolders } from "../../db/queries/people";
import {
  forgetReading,
  noteReadingAlert,
  peopleWhoSawMany,
  sampleReading,
} from "../../db/queries/reading-watch";
import type { ServiceContext } from "../context";
import { tellPeople } from "../message/tell-people";
import { transact } from "../transact";
import { tellOfReading } from "./tell-of-reading";

/** A burst is so many times a token's usual rate, and at least so many customers in a minute. */
const burstTimes = 5;
const leastInBurst = 50;
/** Before so many minutes with reads nobody knows what is usual. */
const leastSamples = 10;
/** Distinct customers a UTC day that one person sees on the screens before others are told. */
export const manyForAPerson = 500;

/** Each minute: tells of tokens that read in a burst, once a token and UTC day. Suspends nothing. */
export async function watchBursts(context: ServiceContext): Promise<number> {
  return transact(context, async (inside) => {
    let told = 0;
    for (const { tokenId, day, rate, usual, samples } of await sampleReading(inside.db, burstTimes)) {
      if (samples < leastSamples || rate < leastInBurst || rate <= burstTimes * usual) continue;
      if (!(await noteReadingAlert(inside.db, { subjectId: tokenId, kind: "burst", day }))) continue;
      const against = Math.max(1, Math.round(usual));
      await tellOfReading(inside, "token_reads_many", tokenId, { what: "burst", customers: rate, against });
      told += 1;
    }
    return told;
  });
}

/** Each minute: tells the Security Admins of a person who saw many distinct customers, once a person and UTC day. */
export async function watchPeople(context: ServiceContext): Promise<number> {
  return transact(context, async (inside) => {
    await forgetReading(inside.db);
    const found = await peopleWhoSawMany(inside.db, manyForAPerson);
    for (const { personId, day, customers } of found) {
      if (!(await noteReadingAlert(inside.db, { subjectId: personId, kind: "many", day }))) continue;
      await tellPeople(
        inside,
        {
          kind: "person_reads_many",
          details: {
            byId: personId,
            at: day,
            reading: { what: "many", customers, against: manyForAPerson },
          },
          occasion: `${personId}/${day}`,
        },
        await activeHolders(inside.db, "access_requests.decide", personId),
      );
    }
    return found.length;
  });
}
