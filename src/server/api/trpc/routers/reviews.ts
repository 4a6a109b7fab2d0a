import "server-only";
import {
  dropLinesInput,
  keepLinesInput,
  listReviewInput,
  showReviewInput,
} from "../../../../contracts/review";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { dropLines, keepLines } from "../../../domain/review/answer-lines";
import { listReviewLines, openRound, showReview } from "../../../domain/review/list-review";
import { permissionProcedure, protectedProcedure, router } from "../procedures";

const decide = permissionProcedure("access_requests.decide");

/** The yearly review of everything that was approved: seen by who decides and who looks after tokens, answered by the former. */
export const reviewsRouter = router({
  show: protectedProcedure.input(showReviewInput).query(({ ctx, input }) => showReview(ctx.service, input)),
  lines: protectedProcedure
    .input(listReviewInput)
    .query(({ ctx, input }) => listReviewLines(ctx.service, input)),
  open: protectedProcedure.query(({ ctx }) => openRound(ctx.service)),
  keep: decide
    .input(keepLinesInput)
    .mutation(({ ctx, input }) => keepLines(requireFreshProof(ctx.service), input)),
  drop: decide
    .input(dropLinesInput)
    .mutation(({ ctx, input }) => dropLines(requireFreshProof(ctx.service), input)),
});
