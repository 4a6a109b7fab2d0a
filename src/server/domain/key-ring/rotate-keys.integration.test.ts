import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import { type TOTP, URI } from "otpauth";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import type { MailFacts } from "../../../contracts/mail-facts";
import type { Permission } from "../../../contracts/permissions";
import { readKeptSecrets } from "../../../env";
import { heldLists } from "../../cli/rotate-held-keys";
import { createDatabase } from "../../db/client";
import { secretsPath } from "../../db/embedded/secrets";
import { takeRotationLock } from "../../db/queries/held-keys";
import { approvalCodes, auditEvents, heldKeys, messages, oneTimeLinks, secondFactors } from "../../db/schema";
import { type HeldSecrets, holdSecrets } from "../../held-secrets";
import { testDatabase } from "../../test/database";
import {
  contextOf,
  createProgram,
  createUser,
  type TestPerson,
  testSettings,
} from "../../test/factories/people";
import { createPair, digestOf } from "../../test/factories/requests";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { resendCode } from "../access-request/resend-code";
import { submitAccessRequest } from "../access-request/submit-access-request";
import { isSigned, makeCheckpoint } from "../audit/checkpoint";
import { sealEvents } from "../audit/seal-events";
import { storedChain, verifyChain } from "../audit/verify-chain";
import type { ServiceContext } from "../context";
import { openCursor, sealCursor } from "../customer/list-cursor";
import { createKeyRing } from "../keys";
import { createOneTimeLink, findUsableLink, linkSecret } from "../link/one-time-link";
import { deliverMessage } from "../message/deliver-message";
import { beginApp, confirmApp, proveApp } from "../second-factor/authenticator-app";
import { generateToken } from "../security-token/generate-token";
import { newRingEntry, settingText } from "./held-list";
import { type Rotation, rotateKeys } from "./rotate-keys";

const { owner, app, jobsUrl, clock } = await testDatabase();
const jobs = createDatabase(jobsUrl, { max: 2 });
const silent = pino({ level: "silent" });
const kept = { authSecrets: true, encryptionKeys: true };

let dataDir: string;
/** Two instances that go on running. */
let here: HeldSecrets;
let there: HeldSecrets;
let said: string[];

const start = () => holdSecrets({ ...readKeptSecrets(dataDir), kept, dataDir }, silent);

beforeAll(() => createProgram(owner));
beforeEach(async () => {
  // Every test's ring is of its own making.
  await owner.delete(heldKeys);
  await owner.delete(secondFactors);
  const voidedAt = new Date();
  await owner.update(approvalCodes).set({ voidedAt });
  await owner.update(oneTimeLinks).set({ voidedAt }).where(isNull(oneTimeLinks.usedAt));
  dataDir = mkdtempSync(join(tmpdir(), "countersign-keys-"));
  [here, there] = [start(), start()];
  said = [];
});
afterEach(async () => {
  for (const one of [here, there]) one.stop();
  rmSync(dataDir, { recursive: true });
  await clock.reset();
});
afterAll(() => jobs.$client.end());

const keysNow = () =>
  createKeyRing({ keys: () => readKeptSecrets(dataDir).encryptionKeys, lookAgain: () => {} });
const lists = () => heldLists({ ...readKeptSecrets(dataDir), kept, dataDir });
const system = (db: ServiceContext["db"], keys: ServiceContext["keys"]): ServiceContext => ({
  actor: { kind: "system", job: "keys:rotate" },
  clientIp: null,
  requestId: "cli_test",
  db,
  keys,
  settings: testSettings,
});
const rotate = (options: Partial<Rotation> = {}) =>
  rotateKeys(system(owner, keysNow()), { lists, say: (sentence) => void said.push(sentence), ...options });
const idsNow = () => readKeptSecrets(dataDir).encryptionKeys.map(({ id }) => id);
const by = <P extends Permission = never>(person: TestPerson, { keys }: Pick<HeldSecrets, "keys">) => ({
  ...contextOf<P>(app, person),
  keys,
});

/** A request whose approver was mailed a code, which has not left yet. */
async function asked() {
  const { manager, admin } = await createPair(owner);
  const expiresAt = new Date(Date.now() + 90 * day);
  const common = { purpose: "Tills", scopes: ["customers:read" as const], expiresAt };
  const token = await generateToken(by<"api_settings.manage">(manager, here), common);
  const { requestId } = await submitAccessRequest(by<"api_settings.manage">(manager, here), {
    ...common,
    tokenId: token.id,
    networks: [{ network: "203.0.113.24", label: "", expiresAt: null }],
    ratePerMinute: 60,
    dailyLimit: 5000,
    reason: "The tills look up members.",
  });
  const approve = async (code: string, instance = there) =>
    approveAccessRequest(by<"access_requests.decide">(admin, instance), {
      requestId,
      digest: await digestOf(owner, requestId),
      code,
    });
  /** Delivers the newest mail with a code, as the jobs of an instance do, and reads the code in it. */
  const codeMailed = async (instance = there) => {
    const mine = and(
      eq(messages.accessRequestId, requestId),
      eq(messages.recipientId, admin.id),
      eq(messages.status, "queued"),
    );
    const [message] = await owner.select().from(messages).where(mine);
    let facts: MailFacts | undefined;
    const outcome = await deliverMessage(
      system(jobs, instance.keys),
      { messageId: message?.id ?? "" },
      {
        render: async (given) => {
          facts = given;
          return { to: admin.email, subject: "", html: "", text: "" } as never;
        },
        transport: { send: async () => ({ outcome: "sent", providerId: "p" }) } as never,
      },
    );
    return { outcome, code: (facts as { code?: string } | undefined)?.code ?? "" };
  };
  return { admin, requestId, approve, codeMailed };
}

describe("a rotation", () => {
  it("lets a code mailed before it approve after it, on every instance, without a restart", async () => {
    const { approve, codeMailed } = await asked();
    const { code } = await codeMailed(here);
    await rotate();
    await expect(approve(code)).resolves.toBeUndefined();
  });

  it("lets mails in flight leave with the code they were made for, and new ones be read by an instance that looked long ago", async () => {
    const before = await asked();
    await rotate();
    // The job runner has not looked at the keys since.
    const { code, outcome } = await before.codeMailed();
    expect(outcome).toBe("sent");
    await before.approve(code, here);
    const fresh = start();
    expect(fresh.keys.currentId).toBe(idsNow()[0]);
    const box = fresh.keys.seal(Buffer.from("new"), "somebody");
    expect(there.keys.open(box.keyId, box.box, "somebody")?.toString()).toBe("new");
    fresh.stop();
  });

  it("keeps links, cursors and sessions from before, and has running instances make new ones within two seconds", async () => {
    const person = await createUser(owner);
    const of = (one: HeldSecrets) => ({ ...contextOf(app, person), keys: one.keys });
    const made = {
      purpose: "password_reset" as const,
      userId: person.id,
      mailbox: person.email,
      createdBy: null,
    };
    const link = await createOneTimeLink(of(here), { ...made, lives: 3600 });
    const secret = linkSecret(here.keys, link) ?? "";
    const bounds = { since: null, wanted: 1 };
    const end = { token: person.id, id: person.id, at: null } as never;
    const cursor = sealCursor(here.keys, end, bounds);
    const [session] = here.authSecrets();
    await rotate();
    const given = { purposes: ["password_reset" as const], token: `${link.id}.${secret}` };
    expect((await findUsableLink(of(there), given)).id).toBe(link.id);
    expect(openCursor(there.keys, cursor, bounds)).toEqual(end);
    await expect
      .poll(() => [here.keys.currentId, there.keys.currentId], { timeout: 2_000 })
      .toEqual(Array(2).fill(idsNow()[0]));
    expect(here.authSecrets()).toHaveLength(2);
    expect(here.authSecrets()[1]).toBe(session);
    expect(here.authSecrets()[0]).not.toBe(session);
  });

  it("encrypts an authenticator app's secret anew, whose codes count on", async () => {
    const person = await createUser(owner);
    const { factorId, uri } = await beginApp(by(person, here), { name: "Phone" });
    const code = async () => (URI.parse(uri) as TOTP).generate({ timestamp: (await clock.now()).getTime() });
    await confirmApp(by(person, here), { factorId, code: await code() });
    const row = async () =>
      (await owner.select().from(secondFactors).where(eq(secondFactors.id, factorId)))[0];
    const before = await row();
    await rotate();
    const after = await row();
    expect(after?.keyId).toBe(idsNow()[0]);
    expect(after?.sealedSecret?.equals(before?.sealedSecret ?? Buffer.alloc(0))).toBe(false);
    await clock.advance(60_000);
    await proveApp(by(person, there), { code: await code() });
  });

  it("signs checkpoints with a key on record, and leaves those from before true", async () => {
    await sealEvents({ db: jobs });
    const before = await makeCheckpoint({ db: jobs, keys: keysNow() });
    await rotate();
    await sealEvents({ db: jobs });
    const after = await makeCheckpoint({ db: jobs, keys: keysNow() });
    if (!before || !after) throw new Error("Nothing was sealed.");
    expect(after.public_key).not.toBe(before.public_key);
    expect([before, after].map(isSigned)).toEqual([true, true]);
    expect((await verifyChain(storedChain({ db: jobs }), [before, after])).fault).toBeNull();
    const [record] = await owner
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.requestId, "cli_test"))
      .orderBy(auditEvents.id)
      .then((all) =>
        all.filter((one) => (one.details as { key_id?: string } | null)?.key_id === after.key_id),
      );
    expect(record).toMatchObject({ action: "key.rotated", details: { public_key: after.public_key } });
  });

  it("changes nothing when dry, and makes no key when it only retires", async () => {
    const before = readFileSync(secretsPath(dataDir), "utf8");
    await rotate({ dryRun: true });
    expect(said.join("\n")).toContain("Would make a new key for ENCRYPTION_KEYS; k1 would verify on.");
    expect(await owner.select().from(heldKeys)).toEqual([]);
    await rotate({ retireOnly: true });
    expect(readFileSync(secretsPath(dataDir), "utf8")).toBe(before);
  });

  it("is refused while another is under way", async () => {
    await owner.transaction(async (other) => {
      expect(await takeRotationLock(other)).toBe(true);
      await expect(rotate()).rejects.toThrow("Another rotation is under way");
    });
    expect(idsNow()).toEqual(["k1"]);
    await rotate();
    expect(idsNow()).toHaveLength(2);
  });

  it.each([1, 2, 3, 4, 5])(
    "that is killed at its step %i is completed by the next run, with one key more",
    async (step) => {
      const person = await createUser(owner);
      const { factorId } = await beginApp(by(person, here), { name: "Phone" });
      await rotate({ retireOnly: true });
      let steps = 0;
      const killed = rotate({
        say: () => {
          steps += 1;
          if (steps === step) throw new Error("killed");
        },
      });
      await killed.catch(() => {});
      for (;;) {
        const open = (await owner.select().from(heldKeys)).filter(({ finishedAt }) => !finishedAt);
        const noted = await owner.select().from(heldKeys);
        const whole = open.length === 0 && noted.some(({ id }) => id === idsNow()[0]) && noted.length === 4;
        if (whole) break;
        await rotate();
      }
      expect(idsNow()).toHaveLength(2);
      const [row] = await owner.select().from(secondFactors).where(eq(secondFactors.id, factorId));
      expect(row?.keyId).toBe(idsNow()[0]);
      expect(readKeptSecrets(dataDir).authSecrets).toHaveLength(2);
    },
  );
});

describe("an old key", () => {
  it("stays while something needs it, then is destroyed, and what it made is refused in clear words", async () => {
    const { requestId, admin, approve, codeMailed } = await asked();
    const { code } = await codeMailed(here);
    await rotate();
    expect(said.join("\n")).toMatch(/k1 stays: \d+ approval codes?, cursors of lists/);
    const cursor = sealCursor(
      createKeyRing(readKeptSecrets(dataDir).encryptionKeys.slice(1)),
      { token: admin.id, id: admin.id, at: null } as never,
      { since: null, wanted: 1 },
    );
    // Taken away by hand too early.
    const early = { keys: createKeyRing(readKeptSecrets(dataDir).encryptionKeys.slice(0, 1)) } as HeldSecrets;
    await expect(approve(code, early)).rejects.toMatchObject({
      code: "code_expired",
      message: "The key behind this code has been retired. Have a new code sent.",
    });
    await clock.advance(2 * 60_000);
    await resendCode(by<"access_requests.decide">(admin, early), { requestId });
    const renewed = await codeMailed(early);
    expect(renewed.outcome).toBe("sent");
    await approve(renewed.code);
    await clock.advance(8 * day);
    said = [];
    await rotate({ retireOnly: true });
    expect(idsNow()).toHaveLength(1);
    expect(said.join("\n")).toContain("k1 destroyed: nothing needs it any more.");
    expect(readFileSync(secretsPath(dataDir), "utf8")).not.toContain("k1:");
    await expect.poll(() => here.keys.holds("k1"), { timeout: 2_000 }).toBe(false);
    expect(openCursor(here.keys, cursor, { since: null, wanted: 1 })).toBeNull();
    expect(readKeptSecrets(dataDir).authSecrets).toHaveLength(1);
    const destroyed = await owner.select().from(auditEvents).where(eq(auditEvents.action, "key.destroyed"));
    expect(destroyed.map(({ details }) => details)).toContainEqual({ key_id: "k1" });
  });

  it("is not mistaken for another under the same id", async () => {
    await rotate({ retireOnly: true });
    const [mine] = lists();
    const other = newRingEntry();
    const entries = [{ ...other, id: "k1" }];
    const wrong = () => [{ ...(mine as (typeof entries)[number] & NonNullable<typeof mine>), entries }];
    await expect(rotate({ lists: wrong })).rejects.toThrow("holds another key under the id k1 than before");
  });
});

describe("keys set in the environment", () => {
  it("are rotated in two steps, each told as the value to set, and retired in a third", async () => {
    let [ring] = lists();
    const set = () => {
      if (!ring) throw new Error("There is no ring.");
      return [{ ...ring, write: null }];
    };
    /** What a run tells to set, as whoever runs it would. */
    const told = () => {
      const value =
        said.find((one) => one.startsWith("ENCRYPTION_KEYS="))?.slice("ENCRYPTION_KEYS=".length) ?? "";
      const texts = value.split(",");
      const known = [...(ring?.entries ?? []), ...made];
      said = [];
      return texts.map(
        (text) =>
          known.find((one) => one.text === text) ?? {
            text,
            id: text.split(":")[0] ?? "",
            mark: Buffer.from(text),
          },
      );
    };
    const made: Array<ReturnType<typeof newRingEntry>> = [];
    const make = () => {
      made.push(newRingEntry());
      return made.at(-1) as (typeof made)[number];
    };
    if (ring) ring = { ...ring, make };
    const step = async (options: Partial<Rotation> = {}) => {
      await rotate({ lists: set, ...options });
      return said.join("\n");
    };
    expect(await step()).toContain("Step 1 of 2: let every instance know");
    if (ring) ring = { ...ring, entries: told() };
    expect(ring?.entries.map(({ id }) => id)).toEqual(["k1", made[0]?.id]);
    expect(await step()).toContain("Step 2 of 2");
    if (ring) ring = { ...ring, entries: told() };
    expect(ring?.entries.map(({ id }) => id)).toEqual([made[0]?.id, "k1"]);
    expect(await step()).toContain(`${made[0]?.id} is current now; k1 verifies on.`);
    said = [];
    await clock.advance(8 * day);
    expect(await step({ retireOnly: true })).toContain("Nothing needs k1 any more.");
    if (ring) ring = { ...ring, entries: told() };
    await step({ retireOnly: true });
    const [gone] = await owner.select().from(heldKeys).where(eq(heldKeys.id, "k1"));
    expect(gone?.destroyedAt).not.toBeNull();
    expect(settingText(ring?.entries ?? [])).not.toContain("k1:");
  });
});
