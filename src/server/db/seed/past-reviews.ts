import "server-only";
import { eq } from "drizzle-orm";
import { longestReviewDays, reviewDeadlineDays } from "../../../contracts/review";
import type { Transaction } from "../client";
import { approvedNetworks, reviewLines, reviewRounds, securityTokens } from "../schema";
import { dayMinutes } from "./history";
import { after, type Past, type PastRecord, type PastRequest } from "./past";
import { insertReviewNews } from "./past-review-news";
import { recordsOfRound } from "./past-review-records";
import { type PastAnswer, type PastLine, type PastRound, pastAnswers } from "./review-history";

/** The rounds of the yearly review, with what each ended and told; gives their records, as the product's verbs write them. */
export async function insertPastReviews(
  tx: Transaction,
  requests: readonly PastRequest[],
  past: Past,
): Promise<PastRecord[]> {
  const approvals = requests.flatMap(({ past: token, decidedAt }) =>
    token.decision?.approved && decidedAt ? [decidedAt.getTime()] : [],
  );
  let openedAt = new Date(Math.min(...approvals));
  const records: PastRecord[] = [];
  for (const answers of pastAnswers) {
    openedAt = after(openedAt, longestReviewDays * dayMinutes);
    const round = await insertRound(tx, { openedAt, answers, requests, past });
    await endWhatWasLost(tx, round, past);
    await insertReviewNews(tx, round, past);
    records.push(...recordsOfRound(round, past));
  }
  return records;
}

interface RoundGiven {
  openedAt: Date;
  answers: readonly PastAnswer[];
  requests: readonly PastRequest[];
  past: Past;
}

async function insertRound(tx: Transaction, given: RoundGiven): Promise<PastRound> {
  const { openedAt, past } = given;
  const deadlineAt = after(openedAt, reviewDeadlineDays * dayMinutes);
  // The minute's sweep ends what is left, and closes it.
  const closedAt = deadlineAt.getTime() < past.now ? after(deadlineAt, 0.5) : null;
  const [row] = await tx
    .insert(reviewRounds)
    .values({ openedAt, deadlineAt, closedAt })
    .returning({ id: reviewRounds.id });
  if (!row) throw new Error("The round was not stored.");
  const lines = await linesOf(tx, { ...given, closedAt });
  await tx.insert(reviewLines).values(
    lines.map(({ request, networkId, answer, given: from, answeredAt }, index) => ({
      roundId: row.id,
      position: index + 1,
      tokenId: request.tokenId,
      networkId,
      askedBy: [request.requester.id],
      answer,
      answeredBy: from && past.person(from.by).id,
      answeredAt,
      reason: from?.reason,
    })),
  );
  return { id: row.id, openedAt, deadlineAt, closedAt, lines };
}

/** What lived when the round opened, each token before its networks. */
async function linesOf(
  tx: Transaction,
  { openedAt, closedAt, answers, requests }: RoundGiven & { closedAt: Date | null },
): Promise<PastLine[]> {
  const lines: PastLine[] = [];
  const ordered = requests
    .filter((request) => livedAt(request, openedAt))
    .toSorted((one, other) => (one.past.reference < other.past.reference ? -1 : 1));
  for (const request of ordered) {
    const networks = await tx
      .select({ networkId: approvedNetworks.id, network: approvedNetworks.network })
      .from(approvedNetworks)
      .where(eq(approvedNetworks.requestId, request.requestId))
      .orderBy(approvedNetworks.network);
    for (const subject of [{ networkId: null, network: null }, ...networks]) {
      lines.push({
        request,
        ...subject,
        ...answerTo(request, subject.network, { openedAt, closedAt, answers }),
      });
    }
  }
  return lines;
}

function livedAt({ past, decidedAt, revokedAt, tokenExpiresAt }: PastRequest, at: Date): boolean {
  if (!past.decision?.approved || !decidedAt) return false;
  return decidedAt <= at && tokenExpiresAt > at && (revokedAt === null || revokedAt > at);
}

function answerTo(
  { past }: PastRequest,
  network: string | null,
  { openedAt, closedAt, answers }: { openedAt: Date; closedAt: Date | null; answers: readonly PastAnswer[] },
): Pick<PastLine, "answer" | "given" | "answeredAt"> {
  const given = answers.find(({ lines }) =>
    lines.some((line) => line.reference === past.reference && (line.network ?? null) === network),
  );
  if (!given) return { answer: closedAt && "expired", given: null, answeredAt: closedAt };
  const answer = given.reason === null ? "kept" : "dropped";
  return { answer, given, answeredAt: after(openedAt, given.daysLater * dayMinutes) };
}

/** What was dropped or not attested ended then: by who dropped it, or by nobody. */
async function endWhatWasLost(tx: Transaction, { lines }: PastRound, past: Past): Promise<void> {
  for (const { request, networkId, answer, given, answeredAt } of lines) {
    if (answer !== "dropped" && answer !== "expired") continue;
    const ended = { revokedAt: answeredAt, revokedBy: given && past.person(given.by).id };
    if (networkId) {
      await tx.update(approvedNetworks).set(ended).where(eq(approvedNetworks.id, networkId));
    } else {
      await tx.update(securityTokens).set(ended).where(eq(securityTokens.id, request.tokenId));
    }
  }
}
