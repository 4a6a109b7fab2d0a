import "server-only";
import type { MessageDetails, MessageKind, NotificationKind } from "../../../contracts/message-kinds";
import { ownersToldAgain, reviewDeadlineDays, reviewReminderDays } from "../../../contracts/review";
import type { Transaction } from "../client";
import { activeHolders, type Person } from "../queries/people";
import { messages, notifications } from "../schema";
import { dayMinutes } from "./history";
import { after, type Past } from "./past";
import type { PastLine, PastRound } from "./review-history";

interface News {
  kind: MessageKind & NotificationKind;
  tokenId?: string;
  details: MessageDetails;
  occasion: string;
  at: Date;
}

/** What a round told: at its opening, its reminders, what was dropped and its end. Only who has yet to answer has not read it. */
export async function insertReviewNews(tx: Transaction, round: PastRound, past: Past): Promise<void> {
  const { id: roundId, openedAt, deadlineAt, closedAt, lines } = round;
  const deciders = await activeHolders(tx, "access_requests.decide");
  const answered = new Set(lines.flatMap(({ given }) => (given ? [past.person(given.by).id] : [])));
  const waits = ({ id }: Person) => closedAt === null && !answered.has(id);
  const tell = (news: News, people: readonly Person[], unread = (_: Person) => false) =>
    insertNews(tx, news, people, unread);
  const opened = { kind: "review_opened", details: { roundId }, occasion: roundId, at: openedAt } as const;
  await tell(opened, deciders, waits);
  const owners = (days: number, at: Date): News => ({
    kind: "review_owner",
    details: { roundId, days },
    occasion: `${roundId}/${days}`,
    at,
  });
  await tell(owners(reviewDeadlineDays, openedAt), ownersOf(lines));
  for (const days of reviewReminderDays) {
    const at = after(deadlineAt, -days * dayMinutes);
    const open = lines.filter(({ answeredAt }) => answeredAt === null || answeredAt > at);
    if (at.getTime() > past.now || open.length === 0) continue;
    const occasion = `${roundId}/${days}`;
    await tell({ kind: "review_reminder", details: { roundId, days }, occasion, at }, deciders);
    if (days === ownersToldAgain) await tell(owners(days, at), ownersOf(open));
  }
  await tellOfDropped(tx, lines, past);
  if (!closedAt) return;
  const lost = lines.filter(({ answer }) => answer === "dropped" || answer === "expired");
  const end: News = { kind: "review_closed", details: { roundId }, occasion: roundId, at: closedAt };
  await tell(end, [...deciders, ...ownersOf(lost)]);
}

/** Everyone who manages tokens learnt of each that was dropped. */
async function tellOfDropped(tx: Transaction, lines: readonly PastLine[], past: Past): Promise<void> {
  const managers = await activeHolders(tx, "api_settings.manage");
  for (const { request, networkId, answer, given, answeredAt } of lines) {
    if (answer !== "dropped" || networkId || !given || !answeredAt) continue;
    const { tokenId } = request;
    const details = { byId: past.person(given.by).id };
    const revoked: News = { kind: "token_revoked", tokenId, details, occasion: tokenId, at: answeredAt };
    await insertNews(tx, revoked, managers, () => false);
  }
}

async function insertNews(
  tx: Transaction,
  { occasion, at, ...told }: News,
  people: readonly Person[],
  unread: (person: Person) => boolean,
): Promise<void> {
  const each = [...new Map(people.map((person) => [person.id, person])).values()];
  await tx.insert(messages).values(
    each.map(({ id, email }) => ({
      ...told,
      recipientId: id,
      mailbox: email,
      idempotencyKey: `${told.kind}/${occasion}/${id}`,
      createdAt: at,
      status: "sent" as const,
      attempts: 1,
      sentAt: after(at, 0.05),
    })),
  );
  await tx.insert(notifications).values(
    each.map((person) => ({
      ...told,
      userId: person.id,
      createdAt: at,
      readAt: unread(person) ? null : after(at, 90),
    })),
  );
}

const ownersOf = (lines: readonly PastLine[]) => lines.map(({ request }) => request.requester);
