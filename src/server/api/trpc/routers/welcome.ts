import "server-only";
import { signInWelcome } from "../../../domain/session/sign-in-welcome";
import { clientFacts } from "../../client-ip";
import { publicProcedure, router } from "../procedures";

/** What a page may show before anybody has signed in. */
export const welcomeRouter = router({
  signIn: publicProcedure.query(({ ctx }) => signInWelcome(ctx.service, { local: clientFacts().local })),
});
