import "server-only";
import {
  askForEmergencyInput,
  closeReviewInput,
  emergencyInput,
} from "../../../../contracts/emergency-access";
import { decidePermissions } from "../../../../contracts/request-kinds";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { askForEmergency } from "../../../domain/emergency-access/ask-for-emergency";
import { closeEmergencyReview } from "../../../domain/emergency-access/close-emergency-review";
import { endEmergency } from "../../../domain/emergency-access/end-emergency";
import { listReviews, showEmergency } from "../../../domain/emergency-access/list-reviews";
import { ownEmergency } from "../../../domain/emergency-access/own-emergency";
import { anyPermissionProcedure, permissionProcedure, protectedProcedure, router } from "../procedures";

const staff = permissionProcedure("customers.read");
const security = anyPermissionProcedure(decidePermissions("break_glass"));

/** Break-glass: asking for an emergency access, ending it, and its review. It is decided as every request is. */
export const emergencyAccessRouter = router({
  ask: staff.input(askForEmergencyInput).mutation(({ ctx, input }) => askForEmergency(ctx.service, input)),
  mine: staff.query(({ ctx }) => ownEmergency(ctx.service)),
  end: protectedProcedure
    .input(emergencyInput)
    .mutation(({ ctx, input }) => endEmergency(ctx.service, input)),
  reviews: security.query(({ ctx }) => listReviews(ctx.service)),
  show: protectedProcedure.input(emergencyInput).query(({ ctx, input }) => showEmergency(ctx.service, input)),
  close: security
    .input(closeReviewInput)
    .mutation(({ ctx, input }) => closeEmergencyReview(requireFreshProof(ctx.service), input)),
});
