import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import {
  approveAccessRequestInput,
  listRequestsInput,
  rejectAccessRequestInput,
} from "../../../../contracts/access-request";
import { commentOnRequestInput } from "../../../../contracts/request-comment";
import { decidePermissions } from "../../../../contracts/request-kinds";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { commentOnRequest } from "../../../domain/access-request/comment-on-request";
import { copyRequest } from "../../../domain/access-request/copy-request";
import {
  approveAccessRequest,
  rejectAccessRequest,
} from "../../../domain/access-request/decide-access-request";
import { getRequest } from "../../../domain/access-request/get-request";
import { listRequests, recordRequestOpened } from "../../../domain/access-request/list-requests";
import { resendCode } from "../../../domain/access-request/resend-code";
import { withdrawAccessRequest } from "../../../domain/access-request/withdraw-access-request";
import { anyPermissionProcedure, permissionProcedure, protectedProcedure, router } from "../procedures";

/** Kinds differ in who decides them: the verbs hold each against its own. */
const decide = anyPermissionProcedure(decidePermissions("break_glass"));
const manage = permissionProcedure("api_settings.manage");
const byRequest = z.object({ requestId: idSchema });

/** The queue and the page of one request, for those who ask and those who decide. */
export const accessRequestsRouter = router({
  list: protectedProcedure
    .input(listRequestsInput)
    .query(({ ctx, input }) => listRequests(ctx.service, input)),
  get: protectedProcedure.input(byRequest).query(({ ctx, input }) => getRequest(ctx.service, input)),
  opened: decide.input(byRequest).mutation(({ ctx, input }) => recordRequestOpened(ctx.service, input)),
  approve: decide
    .input(approveAccessRequestInput)
    .mutation(({ ctx, input }) => approveAccessRequest(requireFreshProof(ctx.service), input)),
  reject: decide
    .input(rejectAccessRequestInput)
    .mutation(({ ctx, input }) => rejectAccessRequest(requireFreshProof(ctx.service), input)),
  resendCode: decide.input(byRequest).mutation(({ ctx, input }) => resendCode(ctx.service, input)),
  withdraw: protectedProcedure
    .input(byRequest)
    .mutation(({ ctx, input }) => withdrawAccessRequest(ctx.service, input)),
  copy: manage.input(byRequest).mutation(({ ctx, input }) => copyRequest(ctx.service, input)),
  comment: protectedProcedure
    .input(commentOnRequestInput)
    .mutation(({ ctx, input }) => commentOnRequest(ctx.service, input)),
});
