import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import {
  addNetworksInput,
  changeLimitsInput,
  generateTokenInput,
  liftSuspensionInput,
  renameTokenInput,
  renewTokenInput,
  rotateTokenInput,
  submitAccessRequestInput,
} from "../../../../contracts/access-request";
import {
  acceptingTokensInput,
  listNetworksInput,
  listTokensInput,
} from "../../../../contracts/token-filters";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { submitAccessRequest } from "../../../domain/access-request/submit-access-request";
import { apiSettings } from "../../../domain/program/api-settings";
import { addNetworks } from "../../../domain/security-token/add-networks";
import { askToLift } from "../../../domain/security-token/ask-to-lift";
import { changeLimits } from "../../../domain/security-token/change-limits";
import { discardToken } from "../../../domain/security-token/discard-token";
import { confirmSecretSaved, displaySecret } from "../../../domain/security-token/display-secret";
import { generateToken } from "../../../domain/security-token/generate-token";
import { getToken } from "../../../domain/security-token/get-token";
import {
  acceptingTokens,
  currentToken,
  listNetworks,
  listTokens,
} from "../../../domain/security-token/list-tokens";
import { renameToken } from "../../../domain/security-token/rename-token";
import { renewToken } from "../../../domain/security-token/renew-token";
import { revokeNetwork, revokeToken } from "../../../domain/security-token/revoke-token";
import { rotateToken } from "../../../domain/security-token/rotate-token";
import { permissionProcedure, router } from "../procedures";

const manage = permissionProcedure("api_settings.manage");
const byToken = z.object({ tokenId: idSchema });

/** Tools & Settings › Settings › Program Settings › API Settings. */
export const securityTokensRouter = router({
  settings: manage.query(({ ctx }) => apiSettings(ctx.service)),
  list: manage.input(listTokensInput).query(({ ctx, input }) => listTokens(ctx.service, input)),
  current: manage.query(({ ctx }) => currentToken(ctx.service)),
  get: manage.input(byToken).query(({ ctx, input }) => getToken(ctx.service, input)),
  generate: manage.input(generateTokenInput).mutation(({ ctx, input }) => generateToken(ctx.service, input)),
  discard: manage.input(byToken).mutation(({ ctx, input }) => discardToken(ctx.service, input)),
  submit: manage
    .input(submitAccessRequestInput)
    .mutation(({ ctx, input }) => submitAccessRequest(ctx.service, input)),
  rotate: manage.input(rotateTokenInput).mutation(({ ctx, input }) => rotateToken(ctx.service, input)),
  renew: manage.input(renewTokenInput).mutation(({ ctx, input }) => renewToken(ctx.service, input)),
  addNetworks: manage.input(addNetworksInput).mutation(({ ctx, input }) => addNetworks(ctx.service, input)),
  changeLimits: manage
    .input(changeLimitsInput)
    .mutation(({ ctx, input }) => changeLimits(ctx.service, input)),
  lift: manage.input(liftSuspensionInput).mutation(({ ctx, input }) => askToLift(ctx.service, input)),
  rename: manage.input(renameTokenInput).mutation(({ ctx, input }) => renameToken(ctx.service, input)),
  display: manage
    .input(byToken)
    .mutation(({ ctx, input }) => displaySecret(requireFreshProof(ctx.service), input)),
  saved: manage.input(byToken).mutation(({ ctx, input }) => confirmSecretSaved(ctx.service, input)),
  revoke: manage.input(byToken).mutation(({ ctx, input }) => revokeToken(ctx.service, input)),
  networks: manage.input(listNetworksInput).query(({ ctx, input }) => listNetworks(ctx.service, input)),
  accepting: manage
    .input(acceptingTokensInput)
    .query(({ ctx, input }) => acceptingTokens(ctx.service, input)),
  revokeNetwork: manage
    .input(z.object({ networkId: idSchema }))
    .mutation(({ ctx, input }) => revokeNetwork(ctx.service, input)),
});
