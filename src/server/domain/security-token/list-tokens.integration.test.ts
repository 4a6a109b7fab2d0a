import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { acceptingTokensInput, listNetworksInput, listTokensInput } from "../../../contracts/token-filters";
import { approvedNetworks, securityTokens, userRoles } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, createPair, submitRequest } from "../../test/factories/requests";
import { generateToken } from "./generate-token";
import { acceptingTokens, currentToken, listNetworks, listTokens } from "./list-tokens";
import { renameToken } from "./rename-token";
import { revokeNetwork, revokeToken } from "./revoke-token";
import { rotateToken } from "./rotate-token";

const { owner, app } = await testDatabase();
const inDays = (days: number) => new Date(Date.now() + days * day);
const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);

let reader: TestPerson;
beforeAll(async () => {
  await createProgram(owner);
  reader = await createUser(owner, { permissions: ["api_settings.manage"] });
});

type TokenQuery = Parameters<typeof listTokensInput.parse>[0];
const found = async (query: TokenQuery, by = reader) => {
  const { tokens } = await listTokens(manages(by), listTokensInput.parse(query));
  return tokens.map(({ reference }) => reference);
};
const networksFound = async (query: TokenQuery, by = reader) => {
  const { networks } = await listNetworks(manages(by), listNetworksInput.parse(query));
  return networks.map(({ network }) => network);
};
const networkOf = async (tokenId: string, network: string) => {
  const rows = await owner.select().from(approvedNetworks).where(eq(approvedNetworks.tokenId, tokenId));
  const row = rows.find((one) => one.network === network);
  if (!row) throw new Error("The network is not there.");
  return row;
};

describe("lists of tokens and networks", () => {
  it("are searched by an address that a network holds, by its text, by label and by name", async () => {
    const token = await createLiveToken(owner, app, { networks: ["10.20.30.0/24", "2001:db8:77::/120"] });
    expect(await found({ search: "10.20.30.9" })).toEqual([token.reference]);
    expect(await found({ search: "10.20.30.128/25" })).toEqual([token.reference]);
    expect(await found({ search: "2001:DB8:77::9" })).toEqual([token.reference]);
    expect(await found({ search: "10.20.31.9" })).toEqual([]);
    expect(await networksFound({ search: "10.20.30.9" })).toEqual(["10.20.30.0/24"]);
    expect(await networksFound({ search: "2001:db8:77::9" })).toEqual(["2001:db8:77::/120"]);
    await renameToken(manages(token.manager), {
      tokenId: token.tokenId,
      name: "Quayside 100%",
      notes: "",
      notesBefore: "",
    });
    expect(await found({ search: "quayside 100%" })).toEqual([token.reference]);
    expect(await found({ search: "100_" })).toEqual([]);
  });

  it("are narrowed to one's own, a person's, and those whose owner left", async () => {
    const mine = await createLiveToken(owner, app, { networks: ["10.1.1.1"] });
    const left = await createLiveToken(owner, app, { networks: ["10.1.1.2"] });
    await owner.delete(userRoles).where(eq(userRoles.userId, left.manager.id));
    expect(await found({ owner: "me" }, mine.manager)).toEqual([mine.reference]);
    expect(await found({ owner: mine.manager.id })).toEqual([mine.reference]);
    expect(await found({ owner: "left" })).toEqual([left.reference]);
    expect(await networksFound({ owner: "left" })).toEqual(["10.1.1.2/32"]);
    expect(await networksFound({ owner: "me" }, mine.manager)).toEqual(["10.1.1.1/32"]);
  });

  it("are narrowed to what ends soon, the next first, without what ended", async () => {
    const { manager } = await createPair(owner);
    const owned = { owner: manager.id } as const;
    const made = [];
    for (const days of [20, 3, 60]) {
      const { admin } = await createPair(owner);
      const submitted = await submitRequest(app, manager, { expiresAt: inDays(days) });
      await approveRequest(owner, app, submitted.requestId, admin);
      made.push(submitted);
    }
    const [twenty, three] = made;
    expect(await found({ ...owned, within: 30 })).toEqual([three?.reference, twenty?.reference]);
    expect(await found({ ...owned, within: 7 })).toEqual([three?.reference]);
    await revokeToken(manages(manager), { tokenId: three?.tokenId ?? "" });
    expect(await found({ ...owned, within: 7 })).toEqual([]);
    expect(await networksFound({ ...owned, within: 30 })).toHaveLength(1);
    expect(await networksFound({ ...owned, state: "revoked" })).toHaveLength(1);
    const { counts } = await listTokens(manages(manager), listTokensInput.parse({ ...owned, within: 30 }));
    expect(counts).toMatchObject({ all: 1, ended: 0 });
  });

  it("say of a suspended token's networks that they stand, and that nobody is answered", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app, { networks: ["10.1.1.4", "10.1.1.5"] });
    const shown = async () => {
      const query = listNetworksInput.parse({ owner: manager.id });
      const { networks } = await listNetworks(manages(reader), query);
      return networks.map(({ state, tokenSuspended }) => ({ state, tokenSuspended }));
    };
    expect(await shown()).toEqual(Array(2).fill({ state: "live", tokenSuspended: false }));
    const suspended = { suspendedAt: new Date(), suspendedDay: "2027-03-01", suspendedDistinct: 2501 };
    await owner.update(securityTokens).set(suspended).where(eq(securityTokens.id, tokenId));
    expect(await shown()).toEqual(Array(2).fill({ state: "live", tokenSuspended: true }));
  });

  it("show a live token's open request among what is pending, and page without repeats", async () => {
    const live = await createLiveToken(owner, app, { networks: ["10.1.1.3"] });
    const owned = { owner: live.manager.id } as const;
    expect(await found({ ...owned, group: "pending" })).toEqual([]);
    await rotateToken(manages(live.manager), {
      tokenId: live.tokenId,
      reason: "It was copied into a chat.",
      overlapSeconds: 0,
    });
    expect(await found({ ...owned, group: "pending" })).toEqual([live.reference]);
    const draft = await generateToken(manages(live.manager), {
      purpose: "Night statements",
      scopes: ["customers:read"],
      expiresAt: inDays(30),
    });
    expect(await found({ ...owned, group: "drafts" })).toEqual([draft.reference]);
    expect(await found({ ...owned, group: "pending" })).toEqual([live.reference]);
    for (let index = 0; index < 10; index++) await submitRequest(app, live.manager);
    const pages = [await found({ ...owned, page: 1 }), await found({ ...owned, page: 2 })];
    expect(pages.map((page) => page.length)).toEqual([10, 2]);
    expect(new Set(pages.flat()).size).toBe(12);
    const { more } = await listTokens(manages(reader), listTokensInput.parse({ ...owned, page: 2 }));
    expect(more).toBe(false);
  });
});

describe("the token that waits for a person", () => {
  it("is one whose new secret they display, though another person generated it", async () => {
    const { tokenId, admin } = await createLiveToken(owner, app, { networks: ["10.1.1.4"] });
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    expect(await currentToken(manages(other))).toEqual({ tokenId: null });
    const { requestId } = await rotateToken(manages(other), {
      tokenId,
      reason: "The tills move to a new store of secrets.",
      overlapSeconds: 3600,
    });
    await approveRequest(owner, app, requestId, admin);
    expect(await currentToken(manages(other))).toEqual({ tokenId });
  });

  it("is else the newest of those that they have to submit or that wait for a decision", async () => {
    const { manager } = await createPair(owner);
    const draft = { purpose: "Kiosks", scopes: ["customers:read" as const], expiresAt: inDays(30) };
    await submitRequest(app, manager);
    const later = await generateToken(manages(manager), draft);
    expect(await currentToken(manages(manager))).toEqual({ tokenId: later.id });
    const { tokenId } = await submitRequest(app, manager);
    expect(await currentToken(manages(manager))).toEqual({ tokenId });
  });
});

describe("which tokens would accept an address", () => {
  const asked = async (address: string) => {
    const result = await acceptingTokens(manages(reader), acceptingTokensInput.parse({ address }));
    return result.tokens.map(({ reference, network, refusal }) => [reference, network, refusal]);
  };

  it("names each token once with its narrowest live network, and why not where it would refuse", async () => {
    const live = await createLiveToken(owner, app, { networks: ["172.20.0.0/24", "172.20.0.8/29"] });
    expect(await asked("172.20.0.9")).toEqual([[live.reference, "172.20.0.8/29", null]]);
    expect(await asked("::ffff:172.20.0.9")).toEqual([[live.reference, "172.20.0.8/29", null]]);
    expect(await asked("172.20.1.9")).toEqual([]);

    const narrow = await networkOf(live.tokenId, "172.20.0.8/29");
    await revokeNetwork(manages(live.manager), { networkId: narrow.id });
    expect(await asked("172.20.0.9")).toEqual([[live.reference, "172.20.0.0/24", null]]);
    const wide = await networkOf(live.tokenId, "172.20.0.0/24");
    await revokeNetwork(manages(live.manager), { networkId: wide.id });
    expect((await asked("172.20.0.9")).map(([, , refusal]) => refusal)).toEqual(["network_revoked"]);

    await revokeToken(manages(live.manager), { tokenId: live.tokenId });
    expect((await asked("172.20.0.9")).map(([, , refusal]) => refusal)).toEqual(["token_revoked"]);
  });

  it("says that an approved token has no secret yet", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId, reference } = await submitRequest(app, manager, { networks: ["172.21.0.1"] });
    expect(await asked("172.21.0.1")).toEqual([]);
    await approveRequest(owner, app, requestId, admin);
    expect(await asked("172.21.0.1")).toEqual([[reference, "172.21.0.1/32", "not_displayed"]]);
  });

  it("reads the address by the strict grammar", () => {
    for (const address of ["172.21.1", "0172.21.0.1", "172.21.0.0/24", ""]) {
      expect(acceptingTokensInput.safeParse({ address }).success, address).toBe(false);
    }
  });
});
