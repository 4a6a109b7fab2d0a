import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { approvalCodes, attemptDelays, messages, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import {
  anonymousContext,
  givePassword,
  goodPassword,
  linkTokenOf,
  otherPassword,
  recordsAbout,
  refusalOf,
  tally,
} from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createPair, submitRequest } from "../../test/factories/requests";
import { signOut } from "../session/end-session";
import { readSession } from "../session/read-session";
import { signIn } from "../session/sign-in";
import { acceptInvitation } from "./accept-invitation";
import { changePassword } from "./change-password";
import { inviteUser } from "./invite-user";
import { previewLink } from "./open-link";
import { requestPasswordReset } from "./request-password-reset";
import { resendInvitation } from "./resend-invitation";
import { resetPassword } from "./reset-password";

const { owner, app, clock } = await testDatabase();
let administrator: TestPerson;
let count = 0;

beforeAll(async () => {
  await createProgram(owner);
  administrator = await createUser(owner, { permissions: ["users.manage"] });
});

async function invite() {
  count += 1;
  const email = `new${count}@harbour.example`;
  const context = contextOf<"users.manage">(app, administrator);
  return { email, ...(await inviteUser(context, { name: "Lena Hoffmann", email, roleIds: [] })) };
}
const accept = (token: string, password = goodPassword) =>
  acceptInvitation(anonymousContext(app), { token, password });
const enter = (email: string, password: string) =>
  signIn(anonymousContext(app), { email, password, userAgent: null });
const mailsTo = (userId: string) => owner.select().from(messages).where(eq(messages.recipientId, userId));

async function withPassword(options?: Parameters<typeof createUser>[1]) {
  const made = await createUser(owner, options);
  await givePassword(owner, made);
  return made;
}

describe("an invitation", () => {
  it("is mailed, shows whom it is for, and opens an account with a password of one's own", async () => {
    const { userId, email } = await invite();
    expect(await mailsTo(userId)).toMatchObject([{ kind: "invitation", mailbox: email, status: "queued" }]);
    const token = await linkTokenOf(owner, userId, "invitation");
    const shown = await previewLink(anonymousContext(app), { purpose: "invitation", token });
    expect(shown).toMatchObject({ name: "Lena Hoffmann", email, programName: "Harbour Rewards" });
    await accept(token);
    expect(await refusalOf(enter(email, goodPassword))).toBe("none");
    const actions = (await recordsAbout(owner, userId)).map((record) => record.action);
    expect(actions).toEqual(["user.invited", "user.invitation_accepted", "session.started"]);
  });

  it("is taken up once, of twenty at once", async () => {
    const { userId } = await invite();
    const token = await linkTokenOf(owner, userId, "invitation");
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(accept(token))));
    expect(tally(outcomes)).toEqual({ none: 1, link_invalid: 19 });
  });

  it("stays usable after a password that is refused, and ends with a newer one", async () => {
    const { userId } = await invite();
    const first = await linkTokenOf(owner, userId, "invitation");
    expect(await refusalOf(accept(first, "password1234"))).toBe("password_refused");
    await resendInvitation(contextOf<"users.manage">(app, administrator), { userId });
    expect(await refusalOf(accept(first))).toBe("link_invalid");
    expect(await mailsTo(userId)).toHaveLength(2);
    expect(await refusalOf(accept(await linkTokenOf(owner, userId, "invitation")))).toBe("none");
    const again = resendInvitation(contextOf<"users.manage">(app, administrator), { userId });
    expect(await refusalOf(again)).toBe("conflict");
  });

  it("is refused for a mailbox that is somebody's, and leaves nothing behind", async () => {
    const { email } = await invite();
    const context = contextOf<"users.manage">(app, administrator);
    expect(await refusalOf(inviteUser(context, { name: "Another", email, roleIds: [] }))).toBe("conflict");
    expect(await owner.select().from(users).where(eq(users.email, email))).toHaveLength(1);
  });
});

describe("a reset of the password", () => {
  const ask = (email: string) => requestPasswordReset(anonymousContext(app), { email });

  it("says the same, in the same time, for accounts that do not exist", async () => {
    const made = await withPassword();
    const time = async (email: string) => {
      const started = performance.now();
      const answer = await ask(email);
      return { answer, took: performance.now() - started };
    };
    const [known, unknown] = [await time(made.email), await time("nobody@harbour.example")];
    expect(unknown.answer).toEqual(known.answer);
    for (const { took } of [known, unknown]) expect(took).toBeGreaterThan(395);
    expect(await mailsTo(made.id)).toMatchObject([{ kind: "password_reset" }]);
  });

  it("mails once in ten minutes, and never somebody disabled or not yet in", async () => {
    const made = await withPassword();
    await Promise.all([ask(made.email), ask(made.email), ask(made.email)]);
    expect(await mailsTo(made.id)).toHaveLength(1);
    for (const status of ["disabled", "invited"] as const) {
      const other = await createUser(owner, { status });
      await ask(other.email);
      expect(await mailsTo(other.id)).toHaveLength(0);
    }
  });

  it("takes no working link from its owner, and after five within a day mails once in two hours", async () => {
    const minutes = 60_000;
    const made = await withPassword();
    await ask(made.email);
    const first = await linkTokenOf(owner, made.id, "password_reset");
    const preview = (token: string) =>
      refusalOf(previewLink(anonymousContext(app), { purpose: "password_reset", token }));
    for (let strangers = 0; strangers < 5; strangers += 1) {
      await clock.advance(11 * minutes);
      await ask(made.email);
      expect(await preview(first)).toBe("none");
    }
    expect(await mailsTo(made.id)).toHaveLength(5);
    const last = await linkTokenOf(owner, made.id, "password_reset");
    await resetPassword(anonymousContext(app), { token: first, password: otherPassword });
    expect(await preview(last)).toBe("link_invalid");
    await clock.advance(98 * minutes);
    await ask(made.email);
    expect(await mailsTo(made.id)).toHaveLength(5);
    await clock.advance(11 * minutes);
    await ask(made.email);
    expect(await mailsTo(made.id)).toHaveLength(6);
    await clock.reset();
    await owner.delete(attemptDelays);
  });

  it("ends the person's sessions and voids their approval codes", async () => {
    const { manager, admin } = await createPair(owner);
    await givePassword(owner, admin);
    const { requestId } = await submitRequest(app, manager);
    const { sessionId } = await enter(admin.email, goodPassword);
    await ask(admin.email);
    const token = await linkTokenOf(owner, admin.id, "password_reset");
    await resetPassword(anonymousContext(app), { token, password: otherPassword });
    expect(await readSession({ db: app }, sessionId, { touch: false })).toBeNull();
    const codes = await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, requestId));
    expect(codes.find((code) => code.approverId === admin.id)?.voidedAt).not.toBeNull();
    expect(await refusalOf(enter(admin.email, goodPassword))).toBe("credentials_wrong");
    expect(await refusalOf(enter(admin.email, otherPassword))).toBe("none");
    const again = resetPassword(anonymousContext(app), { token, password: goodPassword });
    expect(await refusalOf(again)).toBe("link_invalid");
  });
});

describe("changing one's own password", () => {
  it("needs the present one, and ends every other session, and this one's cookie", async () => {
    const made = await withPassword();
    const [here, elsewhere] = [await enter(made.email, goodPassword), await enter(made.email, goodPassword)];
    const context = contextOf(app, { ...made, sessionId: here.sessionId });
    const change = (current: string, next: string) => refusalOf(changePassword(context, { current, next }));
    expect(await change(otherPassword, otherPassword)).toBe("proof_wrong");
    expect(await change(goodPassword, goodPassword)).toBe("password_refused");
    expect(await change(goodPassword, otherPassword)).toBe("none");
    expect(await readSession({ db: app }, elsewhere.sessionId, { touch: false })).toBeNull();
    const byCookie = (cookieNumber: number) =>
      readSession({ db: app }, here.sessionId, { touch: false, cookieNumber });
    expect(await byCookie(0)).toBeNull();
    expect(await byCookie(1)).not.toBeNull();
    await signOut(context);
    expect(await change(otherPassword, `${otherPassword} anew`)).toBe("not_signed_in");
    expect(await refusalOf(enter(made.email, otherPassword))).toBe("none");
  });
});
