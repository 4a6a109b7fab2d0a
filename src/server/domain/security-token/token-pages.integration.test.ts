import { beforeAll, describe, expect, it } from "vitest";
import { listNetworksInput, listTokensInput } from "../../../contracts/token-filters";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, createPair, submitRequest } from "../../test/factories/requests";
import { displaySecret } from "./display-secret";
import { generateToken } from "./generate-token";
import { getToken } from "./get-token";
import { acceptingTokens, currentToken, listNetworks, listTokens } from "./list-tokens";
import { revokeToken } from "./revoke-token";
import { rotateToken } from "./rotate-token";

const { owner, app } = await testDatabase();
beforeAll(() => createProgram(owner));

const minute = 60_000;
const day = 24 * 60 * minute;
const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const see = (person: TestPerson, tokenId: string) => getToken(manages(person), { tokenId });

describe("a token's page", () => {
  it("shows a draft with nothing granted, asked for or spent", async () => {
    const { manager } = await createPair(owner);
    const input = { purpose: "Tills", scopes: [], expiresAt: new Date(Date.now() + day) };
    const { id } = await generateToken(manages(manager), input);
    const page = await see(manager, id);
    expect(page).toMatchObject({ token: { id, state: "draft" }, mine: true, now: expect.any(Date) });
    const nothing = { networks: [], secrets: [], requests: [] };
    expect(page).toMatchObject({ ...nothing, allowance: null, review: null, grant: null, lastRequest: null });
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    expect(await see(other, id)).toMatchObject({ mine: false });
  });

  it("shows what was asked last, for what, by whom and of whom", async () => {
    const { manager, admin } = await createPair(owner);
    const { tokenId, requestId } = await submitRequest(app, manager, { networks: ["203.0.113.31"] });
    const { lastRequest, allowance, grant } = await see(manager, tokenId);
    expect([allowance, grant]).toEqual([null, null]);
    expect(lastRequest).toMatchObject({
      ...{ id: requestId, mine: true, reason: "The tills look up members by phone at checkout." },
      networks: [{ network: "203.0.113.31/32" }],
    });
    expect(lastRequest?.asked.map(({ approverId }) => approverId)).toContain(admin.id);
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    expect((await see(other, tokenId)).lastRequest).toMatchObject({ mine: false });
  });

  it("says by when a granted secret is displayed, by whom, and until when again", async () => {
    const { manager, admin } = await createPair(owner);
    const { tokenId, requestId } = await submitRequest(app, manager);
    await approveRequest(owner, app, requestId, admin);
    const granted = (await see(manager, tokenId)).token.grantedAt ?? new Date(0);
    const grant = { kind: "new_token", ownerName: manager.name, overlapSeconds: 0 };
    const displayUntil = new Date(granted.getTime() + 7 * day);
    expect((await see(manager, tokenId)).grant).toEqual({
      ...{ ...grant, display: "waiting", mine: true, displayUntil, againUntil: null },
    });
    const { displayedAt } = await displaySecret(manages(manager), { tokenId });
    await displaySecret(manages(manager), { tokenId });
    const againUntil = new Date(displayedAt.getTime() + 15 * minute);
    const page = await see(admin, tokenId);
    expect(page.grant).toEqual({ ...grant, display: "again", mine: false, displayUntil, againUntil });
    expect(page.allowance).toMatchObject({ customersToday: 0 });
    expect(page.secrets).toHaveLength(2);
  });

  it("counts again from a rotation's own display, not from an earlier secret's", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const reason = "The till software is replaced this week.";
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 60 });
    await approveRequest(owner, app, requestId, admin);
    expect((await see(manager, tokenId)).grant).toMatchObject({ display: "waiting", againUntil: null });
    const { displayedAt } = await displaySecret(manages(manager), { tokenId });
    expect((await see(manager, tokenId)).grant).toMatchObject({
      ...{ kind: "rotation", overlapSeconds: 60 },
      againUntil: new Date(displayedAt.getTime() + 15 * minute),
    });
    await revokeToken(manages(manager), { tokenId });
    expect((await see(manager, tokenId)).grant).toBeNull();
  });
});

describe("pages of tokens and networks", () => {
  it("say how many there are, and whether more follow", async () => {
    const { manager } = await createPair(owner);
    const list = (page: number) => {
      const query = { owner: manager.id, page };
      return listTokens(manages(manager), listTokensInput.parse(query));
    };
    expect(await list(1)).toMatchObject({ tokens: [], more: false, size: 10, counts: { all: 0 } });
    for (let one = 0; one < 10; one += 1) await submitRequest(app, manager);
    expect(await list(1)).toMatchObject({ more: false, counts: { all: 10 } });
    await submitRequest(app, manager);
    expect(await list(1)).toMatchObject({ more: true, counts: { all: 11 } });
    expect(await list(2)).toMatchObject({ more: false, tokens: [{}] });
  });

  it("count networks over all pages, and none as none", async () => {
    const names = Array.from({ length: 11 }, (_, place) => `192.0.2.${place + 1}`);
    const { manager } = await createLiveToken(owner, app, { networks: names });
    const list = (person: TestPerson, page: number) =>
      listNetworks(manages(manager), listNetworksInput.parse({ owner: person.id, page }));
    const first = await list(manager, 1);
    expect(first).toMatchObject({ total: 11, size: 10 });
    expect(first.networks).toHaveLength(10);
    expect((await list(manager, 2)).networks).toHaveLength(1);
    expect(await list(await createUser(owner), 1)).toEqual({ networks: [], total: 0, size: 10 });
  });

  it("lead a person to the token that waits for them", async () => {
    const { manager, admin } = await createPair(owner);
    expect(await currentToken(manages(manager))).toEqual({ tokenId: null });
    const { tokenId, requestId } = await submitRequest(app, manager);
    await approveRequest(owner, app, requestId, admin);
    expect(await currentToken(manages(manager))).toEqual({ tokenId });
  });

  it("count the tokens that would accept an address apart from those that would not", async () => {
    const accepting = await createLiveToken(owner, app, { networks: ["198.51.100.0/28"] });
    await createLiveToken(owner, app, { networks: ["198.51.100.3"] });
    const revoked = await createLiveToken(owner, app, { networks: ["198.51.100.3"] });
    await revokeToken(manages(revoked.manager), { tokenId: revoked.tokenId });
    const ask = (address: string) => acceptingTokens(manages(accepting.manager), { address });
    const answer = await ask("198.51.100.3");
    expect(answer).toMatchObject({ address: "198.51.100.3", accepting: 2, total: 3 });
    expect(answer.tokens).toHaveLength(3);
    expect(await ask("198.51.100.99")).toEqual({
      address: "198.51.100.99",
      tokens: [],
      accepting: 0,
      total: 0,
    });
  });
});
