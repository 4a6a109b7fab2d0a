import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { day } from "../../contracts/day";
import { demonstrationPeople } from "../../contracts/demonstration";
import { type DemoTokenArguments, readArguments, usage } from "./demo-token-arguments";
import { type DemonstrationPerson, signInAs } from "./demonstration-client";

const say = (sentence: string) => console.error(sentence);
const mailWithinMs = 30_000;

function emailOf(role: (typeof demonstrationPeople)[number]["role"]): string {
  const person = demonstrationPeople.find((one) => one.role === role && one.offered);
  if (!person) throw new Error(`The demonstration has no ${role}.`);
  return person.email;
}

/** The code in the Security Admin's mailbox, read from the mail that carries it. */
async function codeFromMailbox({ trpc }: DemonstrationPerson, email: string, requestId: string) {
  const giveUp = performance.now() + mailWithinMs;
  while (performance.now() < giveUp) {
    const mails = await trpc.mailbox.list.query({ search: email });
    const mail = mails.find((one) => one.accessRequestId === requestId && one.kind === "approval_requested");
    if (mail?.status === "sent") {
      const { text } = await trpc.mailbox.get.query({ messageId: mail.id });
      const code = /#code=([0-9A-Z]{10})\b/.exec(text)?.[1];
      if (code) return code;
    }
    await sleep(100);
  }
  throw new Error(
    "The approval code did not arrive in the mailbox. Does this installation send real e-mail?",
  );
}

async function ask({ trpc }: DemonstrationPerson, given: DemoTokenArguments) {
  const { scopes, ratePerMinute, dailyLimit, days } = given;
  const expiresAt = new Date(Date.now() + days * day);
  const asked = { purpose: "Samples and measurements", scopes, expiresAt };
  const token = await trpc.securityTokens.generate.mutate(asked);
  try {
    const { requestId } = await trpc.securityTokens.submit.mutate({
      ...asked,
      tokenId: token.id,
      networks: given.networks.map((network) => ({ network, label: "demo:token", expiresAt: null })),
      ratePerMinute,
      dailyLimit,
      reason: "Asked for by demo:token on this machine, to call the API with.",
    });
    return { ...token, requestId };
  } catch (error) {
    await trpc.securityTokens.discard.mutate({ tokenId: token.id }).catch(() => {});
    throw error;
  }
}

async function approve(admin: DemonstrationPerson, email: string, requestId: string): Promise<void> {
  const code = await codeFromMailbox(admin, email, requestId);
  const { digest } = await admin.trpc.accessRequests.get.query({ requestId });
  await admin.trpc.accessRequests.approve.mutate({ requestId, digest, code });
}

/** Generate, submit, approve with the code from the mailbox, display, saved: the way everybody goes. */
async function walk(manager: DemonstrationPerson, admin: DemonstrationPerson, given: DemoTokenArguments) {
  const { id: tokenId, reference, requestId } = await ask(manager, given);
  try {
    await approve(admin, emailOf("Security Admin"), requestId);
  } catch (error) {
    await manager.trpc.accessRequests.withdraw.mutate({ requestId }).catch(() => {});
    await manager.trpc.securityTokens.discard.mutate({ tokenId }).catch(() => {});
    throw error;
  }
  const { secret } = await manager.trpc.securityTokens.display.mutate({ tokenId });
  await manager.trpc.securityTokens.saved.mutate({ tokenId });
  return { token: reference, secret };
}

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return say(usage);
  const given = readArguments(process.argv.slice(2));
  const signedIn: DemonstrationPerson[] = [];
  const enter = async (email: string) => {
    const person = await signInAs(given.url, email);
    signedIn.push(person);
    return person;
  };
  try {
    const manager = await enter(emailOf("Security Manager"));
    const admin = await enter(emailOf("Security Admin"));
    console.log(JSON.stringify(await walk(manager, admin, given)));
  } finally {
    await Promise.allSettled(signedIn.map((person) => person.signOut()));
  }
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
